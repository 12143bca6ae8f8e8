import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { AgentResult } from '../../src/core/kinds/agent/types.ts';
import type { ModelReply } from '../../src/core/model-call.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { type AskedCall, memoryWorld, type Script } from '../support/memory-host.ts';

const models = ['a', { provider: 'other', model: 'b' }, { provider: 'third', model: null }];
const spec = (more: object = {}) =>
  parseStep({ kind: 'agent', name: 'Ann', provider: 'first', model: models, ...more });

const bad = { problem: { kind: 'empty', reason: 'it was empty' }, content: '' } as const;

async function run(script: Script, more: object = {}) {
  const world = memoryWorld(script, { tools: { look: () => 'seen' } });
  const result = (await world.run(spec(more))) as AgentResult;
  const asked = world.calls.map(({ call }) => call.settings.provider);
  return { result, asked, calls: world.calls.map(({ call }) => call) };
}

describe('an agent with a list of models', () => {
  it.each([
    Failure.modelRateLimited,
    Failure.modelUnavailable,
    Failure.modelTimedOut,
    Failure.modelRejected,
  ])('goes on with the next one on %s, and says so', async (type) => {
    const { result, asked, calls } = await run(({ call }) => {
      if (call.settings.provider === 'first') throw failure(type, 'it does not answer');
      return { content: 'Yes.', model: 'b-2026' };
    });
    expect(asked).toEqual(['first', 'other']);
    expect(calls.map(({ key }) => key.number)).toEqual([1, 2]);
    expect(calls.map(({ settings }) => settings.model)).toEqual(['a', 'b']);
    expect(result).toMatchObject({ success: true, content: 'Yes.', model: 'b-2026', turns: 1 });
    expect(result.warnings).toEqual([
      {
        ...{ type: 'Model.Fallback', path: '' },
        message: expect.stringMatching(
          /^'Ann' changed over from first \(a\) to other \(b\), at its price: it does not answer$/,
        ),
      },
    ]);
  });

  it('does not on any other failure, and fails with that of the last one', async () => {
    const wrong = await run(() => {
      throw failure(Failure.inputInvalid, 'no such setting');
    });
    expect(wrong.asked).toEqual(['first']);
    const all = await run(({ call }) => {
      throw failure(Failure.modelUnavailable, `${call.settings.provider} is down`);
    });
    expect(all.asked).toEqual(['first', 'other', 'third']);
    expect(all.result).toMatchObject({ success: false, error: { message: 'third is down' } });
    expect(all.result.warnings).toHaveLength(2);
  });

  it('asks the next one anew after replies that can not be used, without them', async () => {
    const { result, asked, calls } = await run(({ call }) =>
      call.settings.provider === 'first' ? bad : { content: 'Yes.' },
    );
    expect(asked).toEqual(['first', 'first', 'first', 'other']);
    expect(calls.at(-1)).toMatchObject({ after: null, messages: calls[0]?.messages });
    expect(result).toMatchObject({ success: true, usage: { calls: 4 } });
  });

  it('stays with whom it changed to, and gives it the conversation without what is foreign', async () => {
    let turn = 0;
    const look = () => ({
      content: '',
      toolCalls: [{ id: `c${(turn += 1)}`, name: 'look', arguments: '{}' }],
    });
    const { result, asked, calls } = await run(
      ({ call }) => {
        if (call.settings.provider === 'first' && call.key.number === 2)
          throw failure(Failure.modelUnavailable, 'it is down');
        return turn < 3 ? look() : { content: 'Done.' };
      },
      { tools: ['look'] },
    );
    expect(result).toMatchObject({ success: true, content: 'Done.', toolCalls: 3 });
    expect(asked).toEqual(['first', 'first', 'other', 'other', 'other']);
    expect(calls.map(({ foreign }) => foreign)).toEqual([undefined, undefined, '#1', '#1', '#1']);
    expect(calls[2]).toMatchObject({ after: '#1', messages: [{ role: 'tool' }] });
  });

  it('gives all but the last one an equal share of the time that is left', async () => {
    const slow = await run(
      async ({ signal }) => {
        await sleep(5_000, undefined, { signal }).catch(() => undefined);
        return {};
      },
      { timeout: '900ms' },
    );
    expect(slow.asked).toEqual(['first', 'other', 'third']);
    expect(slow.result.error?.type).toBe(Failure.modelTimedOut);
    expect(slow.result.totalDurationMs).toBeLessThan(2_500);
  });

  it('asks the next one also where the first has had all the turns, and gives it as many', async () => {
    const { result, asked } = await run(
      ({ call }) => (call.settings.provider === 'third' ? { content: 'Yes.' } : bad),
      { maxTurns: 3 },
    );
    const each = (name: string) => [name, name, name];
    expect(asked).toEqual([...each('first'), ...each('other'), 'third']);
    expect(result).toMatchObject({ success: true, content: 'Yes.', turns: 7 });
    const two = await run(() => bad, { maxTurns: 2 });
    expect(two.asked).toEqual(['first', 'first', 'other', 'other', 'third', 'third']);
    expect(two.result.error?.type).toBe(Failure.replyUnusable);
  });

  const slowTurns = async ({ call, signal }: AskedCall): Promise<Partial<ModelReply>> => {
    if (call.settings.provider !== 'first') return { content: 'Yes.' };
    await sleep(200, undefined, { signal }).catch(() => undefined);
    const id = `c${call.key.number}`;
    return { content: '', toolCalls: [{ id, name: 'look', arguments: '{}' }] };
  };

  it.each([
    ['its share of the time', models, '1500ms'],
    [
      'its own timeout',
      [
        { model: 'a', timeout: '500ms' },
        { provider: 'other', model: 'b' },
      ],
      '60s',
    ],
  ])('gives a model %s for all its turns together', async (_, model, timeout) => {
    for (const restarts of [false, true]) {
      const more = { model, timeout, tools: ['look'] };
      const world = memoryWorld(slowTurns, { tools: { look: () => 'seen' }, restarts });
      const result = (await world.run(spec(more))) as AgentResult;
      const asked = world.calls.map(({ call }) => call.settings.provider);
      expect(result).toMatchObject({ success: true, content: 'Yes.' });
      expect(asked.filter((name) => name === 'first').length).toBeLessThanOrEqual(3);
      expect(asked.at(-1)).toBe('other');
    }
  });

  it.each([[5], [[]], [[null]], [[{ modell: 'a' }]], [[{ provider: 7 }]], [{ model: 'a' }]])(
    'is refused where the list is wrong: %j',
    (model) => {
      expect(() => spec({ model })).toThrow(/model/);
    },
  );

  it('is as ever without a list', () => {
    const plain = { kind: 'agent', name: 'Ann', provider: 'first', model: 'a' };
    expect(parseStep(plain)).not.toHaveProperty('models');
    expect(parseStep({ ...plain, model: ['a'] })).toMatchObject({ provider: 'first', model: 'a' });
    expect(parseStep(spec())).toEqual(spec());
  });
});
