import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import { agentSchema } from '../../src/core/kinds/agent/schema.ts';
import type { AgentInput, AgentResult } from '../../src/core/kinds/agent/types.ts';
import type { Answered } from '../../src/core/questions/answers.ts';
import type { Question } from '../../src/core/questions/question.ts';
import { memoryWorld, type Script, type WorldOptions } from '../support/memory-host.ts';

const agent = (more: Partial<AgentInput> = {}) =>
  agentSchema.parse({
    ...{ kind: 'agent', name: 'Ann', provider: 'scripted', tools: ['look', 'remove'] },
    ...more,
  });

const asksFor = (...names: string[]): Script => {
  let turn = 0;
  return () =>
    turn++ > 0
      ? { content: 'done' }
      : {
          content: 'I clean up.',
          toolCalls: names.map((name, index) => ({
            id: `call-${index}`,
            name,
            arguments: JSON.stringify({ index }),
          })),
        };
};

const at = '2026-01-01T00:00:00.000Z';
const verdict = (more: Partial<Answered>): Answered => ({
  ...{ answer: null, approved: null, reason: null, by: 'Ada', at, means: 'signal', ...more },
});

/** Runs an agent whose tools write down that they ran. */
async function run(more: Partial<AgentInput>, script: Script, options: WorldOptions = {}) {
  const ran: string[] = [];
  const note = (name: string) => (args: unknown) => {
    ran.push(`${name} ${(args as { index: number }).index}`);
    return 'ok';
  };
  const tools = { look: note('look'), remove: note('remove') };
  const world = memoryWorld(script, { tools, ...options });
  const result = (await world.run(agent(more))) as AgentResult<string>;
  const told = world.calls[1]?.call.messages.map(({ text }) => text);
  return { result, ran, told, world };
}

describe('a tool call that needs approval', () => {
  it('is asked about with its arguments and what was said, and made when it is allowed', async () => {
    const asked: { question: Question; id: string }[] = [];
    const { result, ran } = await run({ approve: ['remove'] }, asksFor('remove'), {
      person(question, { id }) {
        asked.push({ question, id });
        return verdict({ approved: true, reason: 'it is old' });
      },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      id: 'run#1.0',
      question: {
        question: "May 'Ann' call the tool 'remove'?",
        timeoutMs: 86_400_000,
        approval: { agent: 'Ann', tool: 'remove', args: '{"index":0}', said: 'I clean up.' },
      },
    });
    expect(ran).toEqual(['remove 0']);
    expect(result).toMatchObject({ success: true, content: 'done' });
    expect(result.approvals).toEqual([
      {
        ...{ question: 'run#1.0', tool: 'remove', approved: true, reason: 'it is old' },
        ...{ by: 'Ada', at, means: 'signal' },
      },
    ]);
  });

  it('is not made when it is denied: the model is told why', async () => {
    const { result, ran, told } = await run({ approve: 'all' }, asksFor('look', 'remove'), {
      person: ({ approval }) =>
        verdict({ approved: approval?.tool === 'look', reason: 'not on a Friday' }),
    });
    expect(ran).toEqual(['look 0']);
    expect(told).toEqual(['ok', expect.stringMatching(/not allowed.*'remove'.*not on a Friday/)]);
    expect(result).toMatchObject({ success: true, approvals: [{}, { approved: false }] });
  });

  it('waits beside the others, of which those that need none are made at once', async () => {
    const order: string[] = [];
    const pending: ((answer: Answered) => void)[] = [];
    const calls = ['remove', 'look', ...Array.from({ length: 12 }, () => 'remove')];
    const running = run({ approve: ['remove'] }, asksFor(...calls), {
      person: () => new Promise((resolve) => pending.push(resolve)),
      tools: { look: () => (order.push('look'), 'ok'), remove: () => (order.push('remove'), 'ok') },
    });
    await sleep(20);
    expect(order).toEqual(['look']);
    expect(pending).toHaveLength(13);
    for (const answer of pending.toReversed()) answer(verdict({ approved: true }));
    const { told } = await running;
    expect(order).toHaveLength(14);
    expect(told).toHaveLength(14);
  });

  it.each([
    ['deny', true, /nobody answered in time/],
    ['approve', true, /ok/],
  ] as const)('that nobody answers is done as said: %s', async (outcome, success, told) => {
    const more = { approve: 'all', approvalTimeout: outcome } as const;
    const answers = { person: () => verdict({ means: 'timeout', by: null }) };
    const ended = await run(more, asksFor('remove'), answers);
    expect(ended.result.success).toBe(success);
    expect(ended.told?.[0]).toMatch(told);
    expect(ended.ran).toHaveLength(outcome === 'approve' ? 1 : 0);
    expect(ended.result.approvals).toMatchObject([
      { approved: outcome === 'approve', means: 'timeout', by: null },
    ]);
  });

  it('fails its agent where nobody answers and that is wanted, and only there', async () => {
    const more = { approve: 'all', approvalTimeout: { after: '2h', outcome: 'fail' } } as const;
    const late = await run(more, asksFor('remove'), {
      person: () => verdict({ means: 'timeout', by: null }),
    });
    expect(late.result).toMatchObject({
      success: false,
      error: { type: Failure.humanDenied, message: expect.stringContaining('within 2h') },
    });
    expect(late.result.approvals).toMatchObject([{ approved: false, means: 'timeout' }]);
    const denied = await run(more, asksFor('remove'), {
      person: () => verdict({ approved: false }),
    });
    expect(denied.result.success).toBe(true);
  });

  it('is one where its tool says so, or decides so by the arguments', async () => {
    const asked: string[] = [];
    const person = (question: Question) => {
      asked.push(question.approval?.args ?? '');
      return verdict({ approved: true });
    };
    const needsApproval = {
      look: true,
      remove: (args: unknown) => (args as { index: number }).index === 2,
    };
    const { ran } = await run({}, asksFor('look', 'remove', 'remove'), { person, needsApproval });
    expect(asked.toSorted()).toEqual(['{"index":0}', '{"index":2}']);
    expect(ran.toSorted()).toEqual(['look 0', 'remove 1', 'remove 2']);
  });

  it('is one as well where the model spells its name differently', async () => {
    const asked: string[] = [];
    const { ran } = await run({ approve: ['remove'] }, asksFor('Remove'), {
      person: (question) => (asked.push(question.question), verdict({ approved: false })),
    });
    expect(asked).toHaveLength(1);
    expect(ran).toEqual([]);
  });
});

describe('the setting approve', () => {
  it.each([
    [{ approve: ['remov'] }, /approve\[0\].*none of the agent's tools.*did you mean 'remove'/],
    [{ approve: 'some' }, /approve: expected 'all' or a list/],
    [{ approvalTimeout: 'ask' }, /approvalTimeout/],
    [{ approvalTimeout: { after: 5 } }, /approvalTimeout/],
    [{ approvalTimeout: { outcome: 'wait' } }, /approvalTimeout/],
  ])('%j is refused', (more, reason) => {
    const parsed = agentSchema.safeParse({ kind: 'agent', name: 'A', tools: ['remove'], ...more });
    const words = (parsed.error?.issues ?? []).map(
      ({ path, message }) => `${path.join('.').replace(/\.(\d+)/, '[$1]')}: ${message}`,
    );
    expect(words.join('\n')).toMatch(reason);
  });

  it.each([
    ['fail', { after: '24h', outcome: 'fail' }],
    ['2h', { after: '2h', outcome: 'deny' }],
    [{ outcome: 'approve' }, { after: '24h', outcome: 'approve' }],
  ])('approvalTimeout %j is read', (approvalTimeout, read) => {
    expect(agent({ approvalTimeout } as never).approvalTimeout).toEqual(read);
  });

  it('names tools of servers as tools does', () => {
    const tools = ['mcp:files/*'];
    expect(agent({ tools, approve: ['mcp:files/write', 'remember'] }).approve).toHaveLength(2);
    expect(() => agent({ tools, approve: ['mcp:web/write'] })).toThrow(/none of the agent's tools/);
  });
});
