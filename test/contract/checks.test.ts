import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import type { CheckDecision, CheckWhen } from '../../src/core/kinds/agent/check-types.ts';
import { by, runChecked as run, verdicts } from '../support/checks-play.ts';
import type { Script } from '../support/memory-host.ts';

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
    expect(prompts.at(-1) ?? '').toMatch(wanted.prompt ?? /^/);
    expect(result.content).toBe(wanted.fails ? null : (wanted.content ?? 'answer 2'));
    expect(prompts).toHaveLength(wanted.calls ?? 2);
    const [made] = result.checks ?? [];
    const reason = { pass: null, rewrite: 'too high', sendBack: 'not like this' };
    expect(made).toMatchObject({
      ...{ when, decision, name: 'judge' },
      reason: decision === 'stop' ? 'this is forbidden' : reason[decision],
    });
  });

  it.each(['input', 'output', 'toolCall', 'toolResult'] as const)(
    'that stops the run says which check it was, of %s, and why',
    async (when) => {
      const { result } = await run([{ when, by: by('judge') }], { judge: () => verdicts.stop });
      expect(result.error).toEqual({
        type: Failure.checkStopped,
        message: "the check 'judge' of 'Ann' has stopped the run: this is forbidden",
        agentName: 'Ann',
        retryable: false,
        details: { check: 'judge', when, reason: 'this is forbidden' },
      });
    },
  );

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

  it('has the time of its agent, and ends with it', async () => {
    const judge = () => new Promise(() => undefined);
    const more = { timeout: '300ms' };
    const { result } = await run([{ when: 'output', by: by('judge') }], { judge }, { more });
    expect(result.error).toMatchObject({
      type: Failure.modelTimedOut,
      message: expect.stringContaining("'Ann' did not finish within 300 ms, its timeout"),
    });
    expect(result).toMatchObject({ content: null, totalCost: 0.02, checks: [] });
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
