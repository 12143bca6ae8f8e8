import { describe, expect, it } from 'vitest';
import { contenders } from '../../bench/quality/contenders.ts';
import { openMemoryRunner } from '../../bench/quality/memory-runner.ts';
import { startPopulation } from '../../bench/quality/population/population.ts';
import { questionText } from '../../bench/quality/population/questions.ts';
import type { Runner } from '../../bench/quality/runner.ts';
import { openTemporalRunner } from '../../bench/quality/temporal-runner.ts';

/** What every contender says to questions of its own, and how many calls each question took. */
async function saidThrough(open: (baseURL: string) => Promise<Runner>) {
  const population = await startPopulation({ seed: 'both', bias: 0.5 });
  const runner = await open(population.baseURL);
  const asked = contenders.flatMap((contender, index) =>
    [1, 2].map((each) => ({ contender, number: 10 * index + each })),
  );
  const said = await Promise.all(
    asked.map(async ({ contender, number }) => {
      const { result } = await runner.run(contender.step, questionText(number), `q${number}`);
      const { content, usage } = result;
      const calls = population.calls.get(String(number));
      return { contender: contender.name, number, content, usage, calls };
    }),
  );
  await runner.close();
  await population.close();
  return said;
}

describe('the benchmark of answers', () => {
  it('has the same answers, calls and tokens in memory as on a Temporal server', async () => {
    const inMemory = await saidThrough(openMemoryRunner);
    expect(inMemory.every(({ calls, usage }) => calls === usage.calls)).toBe(true);
    expect(await saidThrough(openTemporalRunner)).toEqual(inMemory);
  });
});
