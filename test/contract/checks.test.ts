import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import type {
  CheckDecision,
  CheckVerdict,
  CheckWhen,
} from '../../src/core/kinds/agent/check-types.ts';
import type { AgentInput, AgentResult } from '../../src/core/kinds/agent/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import {
  type AskedCall,
  memoryWorld,
  type Script,
  type WorldOptions,
} from '../support/memory-host.ts';

const spec = (more: object = {}) =>
  parseStep({ kind: 'agent', name: 'Ann', provider: 'scripted', tools: ['look'], ...more });

/** Calls its tool in its first turn, and answers in its second. */
const looks: Script = ({ call }) =>
  call.key.number === 1
    ? { content: 'I look.', toolCalls: [{ id: 'c1', name: 'look', arguments: '{"at":"sky"}' }] }
    : { content: `answer ${call.key.number}` };

/** Runs an agent with checks by functions; the texts that these saw, and what its tool was given. */
async function run(
  checks: AgentInput['checks'],
  functions: Record<string, (text: string) => unknown>,
  { script = looks, more = {}, ...options }: WorldOptions & { script?: Script; more?: object } = {},
) {
  const given: unknown[] = [];
  const look = (args: unknown) => (given.push(args), 'blue');
  const world = memoryWorld(script, { tools: { look }, functions, ...options });
  const result = (await world.run(spec({ checks, ...more }))) as AgentResult<string>;
  const prompts = world.calls.map(({ prompt }) => prompt);
  const made = world.events.filter(({ type }) => type === 'check.made');
  return { result, given, prompts, made, world };
}

const by = (name: string) => ({ function: name });
const verdicts: Record<CheckDecision, CheckVerdict> = {
  pass: 'pass',
  rewrite: { rewrite: '{"at":"sea"}', reason: 'too high' },
  sendBack: { sendBack: 'not like this' },
  stop: { stop: 'this is forbidden' },
};

describe('a check by a function', () => {
  it('that passes changes nothing, wherever it stands, and is told', async () => {
    const seen: string[] = [];
    const places = ['input', 'output', 'toolCall', 'toolResult'] as const;
    const checks = places.map((when) => ({ when, by: by('note') }));
    const note = (text: string) => (seen.push(text), 'pass');
    const { result, given, made, prompts } = await run(checks, { note });
    expect(seen).toEqual(['the question', '{"at":"sky"}', 'blue', 'answer 2']);
    expect(given).toEqual([{ at: 'sky' }]);
    expect(prompts[1]).toBe('the question\n---\nI look.\n---\nblue');
    expect(result).toMatchObject({ success: true, content: 'answer 2', turns: 2 });
    const passed = { name: 'note', decision: 'pass', reason: null };
    expect(result.checks).toEqual([
      { ...passed, when: 'input' },
      { ...passed, when: 'toolCall', tool: 'look' },
      { ...passed, when: 'toolResult', tool: 'look' },
      { ...passed, when: 'output' },
    ]);
    expect(made[1]).toEqual({
      ...{ type: 'check.made', path: '', name: 'note', when: 'toolCall' },
      ...{ decision: 'pass', reason: null, tool: 'look' },
    });
    expect(made).toHaveLength(4);
  });

  it.each([
    ['input', 'rewrite', { prompt: /^{"at":"sea"}\n---\nI look/ }],
    ['input', 'sendBack', { fails: Failure.checkRefused, calls: 0 }],
    ['input', 'stop', { fails: Failure.checkStopped, calls: 0 }],
    ['output', 'rewrite', { content: '{"at":"sea"}', calls: 2 }],
    ['output', 'sendBack', { fails: Failure.replyUnusable, calls: 4, prompt: /not like this/ }],
    ['output', 'stop', { fails: Failure.checkStopped, calls: 2 }],
    ['toolCall', 'rewrite', { given: [{ at: 'sea' }] }],
    [
      'toolCall',
      'sendBack',
      { given: [], prompt: /'look' was checked, and not made: not like this/ },
    ],
    ['toolCall', 'stop', { fails: Failure.checkStopped, given: [], calls: 1 }],
    ['toolResult', 'rewrite', { prompt: /I look.\n---\n{"at":"sea"}$/ }],
    ['toolResult', 'sendBack', { prompt: /'look' was called.*is withheld: not like this$/ }],
    ['toolResult', 'stop', { fails: Failure.checkStopped, calls: 1 }],
  ] as [CheckWhen, CheckDecision, Wanted][])('of %s: %s', async (when, decision, wanted) => {
    const { result, given, prompts } = await run([{ when, by: by('judge') }], {
      judge: () => verdicts[decision],
    });
    expect(result.error?.type).toBe(wanted.fails);
    expect(result.success).toBe(wanted.fails === undefined);
    expect(given).toEqual(
      wanted.given ?? (when === 'input' && wanted.fails ? [] : [{ at: 'sky' }]),
    );
    if (wanted.prompt) expect(prompts.at(-1)).toMatch(wanted.prompt);
    if (wanted.content) expect(result.content).toBe(wanted.content);
    expect(prompts).toHaveLength(wanted.calls ?? 2);
    const [made] = result.checks ?? [];
    const reason = { pass: null, rewrite: 'too high', sendBack: 'not like this' };
    expect(made).toMatchObject({
      ...{ when, decision, name: 'judge' },
      reason: decision === 'stop' ? 'this is forbidden' : reason[decision],
    });
    if (decision === 'stop')
      expect(result.error).toMatchObject({
        message: "the check 'judge' of 'Ann' has stopped the run: this is forbidden",
        retryable: false,
        details: { check: 'judge', when, reason: 'this is forbidden' },
      });
  });

  interface Wanted {
    fails?: string;
    calls?: number;
    content?: string;
    prompt?: RegExp;
    given?: unknown[];
  }

  it('sees what the one before has made of the text, in the order of the list', async () => {
    const seen: string[] = [];
    const add = (more: string) => (text: string) => {
      seen.push(text);
      return { rewrite: `${text}${more}` };
    };
    const checks = ['a', 'b', 'c'].map((name) => ({ when: 'output' as const, by: by(name) }));
    const functions = { a: add('-a'), b: () => ({ sendBack: 'no' }), c: add('-c') };
    const { result } = await run(checks.toSpliced(1, 1), functions);
    expect(seen).toEqual(['answer 2', 'answer 2-a']);
    expect(result.content).toBe('answer 2-a-c');
    const back = await run(checks, functions);
    expect(back.result.checks?.map(({ name }) => name)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  });

  it('that sends an answer back has the agent mend it, and accepts the next one', async () => {
    const judge = (text: string) => (text.endsWith('2') ? { sendBack: 'say it is 3' } : 'pass');
    const { result, prompts } = await run([{ when: 'output', by: by('judge') }], { judge });
    expect(result).toMatchObject({ success: true, content: 'answer 3', turns: 3 });
    expect(prompts[2]).toContain('checked and sent back: say it is 3');
    expect(result.checks).toMatchObject([{ decision: 'sendBack' }, { decision: 'pass' }]);
  });

  it('of some tools only is not asked about others', async () => {
    const script: Script = ({ call }) => {
      const toolCalls = ['look', 'read', 'Look', 'fly'].map((name, at) => ({
        ...{ id: `c${at}`, name, arguments: '{}' },
      }));
      return call.key.number === 1 ? { content: '', toolCalls } : { content: 'Done.' };
    };
    const tools = { look: () => 'seen', read: () => 'said' };
    const options = { script, tools, more: { tools: ['look', 'read'] } };
    const check = { when: 'toolCall', by: by('judge'), tools: ['look'] } as const;
    const judge = () => 'pass';
    const { result } = await run([check], { judge }, options);
    expect(result.checks?.map(({ tool }) => tool)).toEqual(['look', 'look']);
    const all = await run([{ when: 'toolCall', by: by('judge') }], { judge }, options);
    expect(all.result.checks).toHaveLength(3); // there is no tool 'fly'
  });

  it('comes before a person who has to allow a call, and is not asked what a denied one gave', async () => {
    const asked: (string | undefined)[] = [];
    const checks = [
      { when: 'toolCall', by: by('judge') },
      { when: 'toolResult', by: by('judge') },
    ] as const;
    const { result } = await run(
      checks,
      { judge: () => verdicts.rewrite },
      {
        more: { approve: 'all' },
        person({ approval }) {
          asked.push(approval?.args);
          const verdict = { answer: null, approved: false, reason: 'no', by: 'Bo' };
          return { ...verdict, at: '2026-01-01T00:00:00.000Z', means: 'update' };
        },
      },
    );
    expect(asked).toEqual(['{"at":"sea"}']);
    expect(result.checks).toHaveLength(1);
  });

  it.each([
    [true, /gave no verdict: expected 'pass', {rewrite: text}.*got boolean/],
    [{ stop: '' }, /'stop' needs a reason/],
    [{ rewrite: ' ' }, /'rewrite' needs a text/],
    [{ stop: 'a', rewrite: 'b' }, /got {stop, rewrite}/],
    [{ sendBack: 5 }, /'sendBack' is number/],
    [{ __proto__: null, allow: true }, /got {allow}/],
    [['pass'], /got a list|got {0}/],
  ])('that returns %j passes nothing', async (verdict, message) => {
    const { result } = await run([{ when: 'output', by: by('judge') }], { judge: () => verdict });
    expect(result).toMatchObject({ success: false, content: null });
    expect(result.error).toMatchObject({ type: Failure.toolFailed, agentName: 'Ann' });
    expect(result.error?.message).toMatch(message);
    expect(result.error?.message).toMatch(/check 'judge' of 'Ann' could not be made/);
  });

  it('leaves results of agents without checks as they were', async () => {
    const { result } = await run([], {});
    expect(result).not.toHaveProperty('checks');
  });

  it('takes long texts as references, and gives the tool the arguments that it wrote', async () => {
    const long = JSON.stringify({ at: 'x'.repeat(5_000) });
    const checks = [
      { when: 'toolCall', by: by('args') },
      { when: 'toolResult', by: by('given') },
      { when: 'output', by: by('given') },
    ] as const;
    const given = (text: string) => ({ rewrite: text.repeat(2_000) });
    const functions = { args: () => ({ rewrite: long }), given };
    const { result, given: got, world } = await run(checks, functions);
    expect(got).toEqual([JSON.parse(long)]);
    expect(world.calls[1]?.call.messages).toMatchObject([{ text: { parts: [{ bytes: 8_000 }] } }]);
    expect(world.read(result.content ?? '')).toBe('answer 2'.repeat(2_000));
  });
});

describe('a rewritten answer', () => {
  const output = {
    type: 'object',
    properties: { colour: { type: 'string' } },
    required: ['colour'],
    additionalProperties: false,
  } as const;
  const options = { script: () => ({ content: '{"colour":"red"}' }), more: { output } };

  it('has to fit the schema of its agent', async () => {
    const good = { judge: () => ({ rewrite: '{"colour":"blue"}' }) };
    const { result } = await run([{ when: 'output', by: by('judge') }], good, options);
    expect(result).toMatchObject({ content: '{"colour":"blue"}', output: '{"colour":"blue"}' });
    const bad = { judge: () => ({ rewrite: '{"color":"blue"}' }) };
    const failed = await run([{ when: 'output', by: by('judge') }], bad, options);
    expect(failed.result).toMatchObject({ success: false, output: null });
    expect(failed.result.error?.message).toMatch(/rewritten the answer of 'Ann'.*colour/);
  });

  it('is what a thread keeps, with the input as its checks have left it', async () => {
    const checks = [
      { when: 'input', by: by('ask') },
      { when: 'output', by: by('say') },
    ] as const;
    const functions = { ask: () => ({ rewrite: 'asked' }), say: () => ({ rewrite: 'said' }) };
    const { world } = await run(checks, functions, { more: { thread: 'talk' } });
    expect(world.calls.every(({ call }) => call.held)).toBe(true);
    expect(world.exchanges).toMatchObject([
      { thread: 'talk', step: 'execution/', agentName: 'Ann', input: 'asked', answer: 'said' },
    ]);
    const stopped = await run(
      [{ when: 'output', by: by('judge') }],
      { judge: () => verdicts.stop },
      {
        more: { thread: 'talk' },
      },
    );
    expect(stopped.world.exchanges).toEqual([]);
  });

  it('is what the next step works on, and what its end is told with', async () => {
    const world = memoryWorld(({ agentName, prompt }) => ({ content: `${agentName}: ${prompt}` }), {
      functions: { judge: () => ({ rewrite: 'rewritten' }) },
    });
    const checks = [{ when: 'output', by: by('judge') }];
    const agent = { kind: 'agent', provider: 'scripted' } as const;
    const steps = [
      { ...agent, name: 'A', checks },
      { ...agent, name: 'B' },
    ];
    const result = await world.run(parseStep({ kind: 'pipeline', steps }));
    expect(result.content).toBe('B: rewritten');
    const ends = world.events.filter(({ type }) => type === 'step.ended');
    expect(ends).toMatchObject([{ path: '1-A', content: 'rewritten' }, { path: '2-B' }]);
    expect(ends[1]).not.toHaveProperty('content');
  });
});

describe('a check by an agent', () => {
  const guard = {
    kind: 'agent',
    name: 'Guard',
    provider: 'other',
    instructions: 'No names.',
  } as const;
  const checks = [{ when: 'output', by: { agent: guard } }] as const;
  const judging =
    (...replies: object[]) =>
    ({ agentName, call }: AskedCall) =>
      agentName === 'Guard'
        ? { content: JSON.stringify(replies[call.key.number - 1]), cost: 1 }
        : { content: `</material> Ann's answer ${call.key.number}` };

  it('is asked with the text, escaped, and counted in what the agent costs', async () => {
    const reply = { reason: 'fine', decision: 'pass', text: null };
    const { result, world } = await run(checks, {}, { script: judging(reply) });
    const [, asked] = world.calls;
    expect(asked?.call).toMatchObject({
      key: { step: 'check-1-output-1', number: 1 },
      settings: { provider: 'other', output: { title: 'Check' } },
      tools: { memory: false },
    });
    expect(asked?.system).toContain('No names.');
    expect(asked?.prompt).toContain("the answer of 'Ann'");
    expect(asked?.prompt).toContain('<request>\nthe question\n</request>');
    expect(asked?.prompt).toContain('<material>\n&lt;/material&gt; Ann');
    expect(result).toMatchObject({ totalCost: 1.01, usage: { calls: 2 }, turns: 1 });
    expect(result.checks).toEqual([
      { name: 'Guard', when: 'output', decision: 'pass', reason: 'fine' },
    ]);
  });

  it.each([
    ['rewrite', { content: 'nobody' }],
    ['sendBack', { error: { type: Failure.replyUnusable } }],
    ['stop', { error: { type: Failure.checkStopped } }],
  ])('decides: %s', async (decision, wanted) => {
    const reply = { reason: 'a name', decision, text: decision === 'rewrite' ? 'nobody' : null };
    const { result } = await run(checks, {}, { script: judging(reply) });
    expect(result).toMatchObject(wanted);
  });

  it('mends a verdict that is none, and passes nothing without one', async () => {
    const bad = { reason: '', decision: 'stop', text: null };
    const good = { reason: 'fine', decision: 'pass', text: null };
    const mended = await run(checks, {}, { script: judging(bad, good) });
    expect(mended.result).toMatchObject({ success: true, usage: { calls: 3 } });
    const none = await run(checks, {}, { script: judging(bad, bad, bad) });
    expect(none.result.error).toMatchObject({
      type: Failure.replyUnusable,
      message: expect.stringMatching(
        /check 'Guard' of 'Ann' could not be made.*reason: stop needs one/,
      ),
    });
    expect(none.result.totalCost).toBeCloseTo(3.01);
  });

  it('is made once for a text, also where a long run is continued as new', async () => {
    const seen: string[] = [];
    const judge = (text: string) => (seen.push(text), 'pass');
    const all = ['input', 'toolCall', 'toolResult', 'output'] as const;
    const each = all.map((when) => ({ when, by: by('judge') }));
    const { result } = await run(each, { judge }, { restarts: true });
    expect(seen).toEqual(['the question', '{"at":"sky"}', 'blue', 'answer 2']);
    expect(result.checks?.map(({ when }) => when)).toEqual(all);
  });
});
