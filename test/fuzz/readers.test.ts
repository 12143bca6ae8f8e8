import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { randomFrom } from './support/random.ts';
import { type Reader, readers } from './support/readers.ts';

// Every reader of foreign text is given what is made up, for a time: it answers, refuses with a failure
// of ours, and holds nobody up. What it was given when it did not is printed, to be put into a test.

const seconds = Number(process.env['FUZZ_SECONDS'] ?? 10);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

/** Milliseconds of CPU that one text may take, in one piece. */
const longestPieceMs = 100;

/** A compiler that is new to a schema takes longer on a machine that is slow. */
const longestCompilationMs = 500;

interface Tried {
  ms: number;
  error: unknown;
}

/** CPU of the fastest of some tries: what else the process does in the meantime is nobody's fault. */
async function tried(reader: Reader, given: unknown, tries: number): Promise<Tried> {
  const before = process.cpuUsage();
  let error: unknown;
  try {
    const answer = reader.read(given as never);
    const { user } = process.cpuUsage(before);
    await answer;
    if (user / 1_000 <= longestPieceMs || tries <= 1) return { ms: user / 1_000, error };
  } catch (thrown) {
    error = thrown;
  }
  if (tries <= 1 || error !== undefined) return { ms: 0, error };
  return await tried(reader, given, tries - 1);
}

function isRefusal(error: unknown): boolean {
  return (
    error === undefined || (error instanceof ApplicationFailure && error.type === 'Input.Invalid')
  );
}

describe(`readers of foreign text, FUZZ_SEED=${seed}`, () => {
  it.each(readers)('$name', { timeout: (seconds + 60) * 1_000 }, async (reader) => {
    const random = randomFrom(seed);
    const end = performance.now() + (seconds * 1_000) / readers.length;
    const limit =
      reader.name.includes('schema') || reader.name.includes('spec')
        ? longestCompilationMs
        : longestPieceMs;
    do {
      const given = reader.make(random);
      const { ms, error } = await tried(reader, given, 3);
      const input = JSON.stringify(given);
      expect(isRefusal(error), `${String((error as Error)?.stack ?? error)}\nfor ${input}`).toBe(
        true,
      );
      expect(ms, `milliseconds in one piece\nfor ${input}`).toBeLessThan(limit);
      expect(Object.keys(Object.prototype), `for ${input}`).toEqual([]);
    } while (performance.now() < end);
  });
});
