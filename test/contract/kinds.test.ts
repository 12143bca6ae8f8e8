import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { ModelReply } from '../../src/core/model-call.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { describeKinds } from '../support/kinds-suite.ts';
import { emptyReason, type KindsWorld, type SaidBy, unpriced } from '../support/kinds-world.ts';
import { type AskedCall, memoryWorld, type Script } from '../support/memory-host.ts';

const price = 0.01;

/** A world without a server for each run. */
const memory: KindsWorld = {
  ...{ provider: 'scripted', price, limitMs: 400, delayMs: 30 },
  async run(spec, say, cancel) {
    const world = memoryWorld(scriptOf(say));
    const result = await world.run(parseStep(spec), 'the question', cancel);
    return { result, calls: world.calls.map(seen) };
  },
};

function scriptOf(say: SaidBy): Script {
  const before = new Map<string, number>();
  return async (asked): Promise<Partial<ModelReply>> => {
    const times = before.get(asked.agentName) ?? 0;
    before.set(asked.agentName, times + 1);
    const what = say(seen(asked), times);
    if (what === 'silence') return await silence(asked.signal);
    if (what === 'empty') return { problem: { kind: 'empty', reason: emptyReason } };
    if ('refusal' in what)
      throw failure(
        Failure.modelRejected,
        `Agent '${asked.agentName}' was refused: ${what.refusal}`,
      );
    await sleep(what.delayMs ?? 1);
    const priceless = asked.call.settings.model === unpriced;
    return { content: what.text, ...(priceless ? { cost: null, model: unpriced } : {}) };
  };
}

async function silence(signal: AbortSignal): Promise<Partial<ModelReply>> {
  await sleep(60_000, undefined, { signal }).catch(() => undefined);
  return {};
}

function seen({ agentName, prompt, call }: AskedCall) {
  const title = call.settings.output?.['title'];
  const form = typeof title === 'string' ? title : null;
  return { agentName, prompt, form, identity: JSON.stringify(call.key) };
}

describeKinds(() => memory);

describe('a long text', () => {
  it('is in a call only as a reference, and read when it is needed', async () => {
    const long = 'word '.repeat(1_000);
    const world = memoryWorld(({ agentName }) => ({ content: agentName === 'A' ? long : 'short' }));
    const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'scripted' });
    const steps = [agent('A'), { step: agent('B'), transform: 'Edit:\n{input}' }];
    const result = await world.run(parseStep({ kind: 'pipeline', steps }));
    expect(JSON.stringify(world.calls[1]?.call).length).toBeLessThan(1_500);
    expect(world.calls[1]?.prompt).toBe(`Edit:\n${long}`);
    expect(JSON.stringify(result).length).toBeLessThan(3_000);
  });
});
