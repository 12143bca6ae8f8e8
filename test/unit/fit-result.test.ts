import { describe, expect, it } from 'vitest';
import { fillAll } from '../../src/core/content.ts';
import { Failure } from '../../src/core/failures.ts';
import type { ParallelResult } from '../../src/core/kinds/parallel/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { fitResult } from '../../src/workflows/runtime/fit-result.ts';
import type { Host } from '../../src/workflows/runtime/host.ts';
import { memoryWorld } from '../support/memory-host.ts';

async function resultOf(agents: number): Promise<ParallelResult> {
  const world = memoryWorld(({ agentName }) => ({ content: `${agentName} ${'x'.repeat(1_000)}` }));
  const names = Array.from({ length: agents }, (_, index) => `A${index}`);
  const specs = names.map((name) => ({ kind: 'agent', name, provider: 'scripted' }));
  return (await world.run(parseStep({ kind: 'parallel', agents: specs }))) as ParallelResult;
}

function shelf() {
  const texts = new Map<string, string>();
  const batches: number[] = [];
  const store: Host['storeTexts'] = async (given) => {
    batches.push(JSON.stringify(given).length);
    for (const { id, text } of given) texts.set(id, text);
  };
  return { texts, batches, host: { storeTexts: store } as unknown as Host };
}

describe('a result', () => {
  it('of usual size stays as it is', async () => {
    const { batches, host } = shelf();
    const result = await resultOf(3);
    expect(await fitResult(result, host, 'run')).toBe(result);
    expect(batches).toEqual([]);
  });

  it('with very many short texts refers to them, and comes back whole', async () => {
    const { texts, batches, host } = shelf();
    const result = await resultOf(450);
    const small = await fitResult(result, host, 'run');
    expect(JSON.stringify(small).length).toBeLessThan(0.6 * JSON.stringify(result).length);
    expect(Math.max(...batches)).toBeLessThan(600_000);
    expect(fillAll(small.results, (id) => texts.get(id) ?? id)).toEqual(result.results);
  });

  it('that is too large even so keeps its totals and says what to do', async () => {
    const result = await resultOf(450);
    const huge = { ...result, results: Array.from({ length: 12 }, () => result.results).flat() };
    const small = await fitResult(huge, shelf().host, 'run');
    expect(small).toMatchObject({
      success: false,
      results: [],
      totalCost: result.totalCost,
      error: { type: Failure.payloadTooLarge },
    });
  });
});
