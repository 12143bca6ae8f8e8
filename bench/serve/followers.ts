/** Starts runs and follows them in a process of its own, in code or over HTTP. */
import { serve } from '../contenders/serve.ts';
import type { RunEvent } from '../product.ts';
import { agesIn } from '../stream/speaker.ts';
import { openWay, type Reached } from './ways.ts';

/** Runs to start, so many at once. */
export interface Starts {
  ids: readonly string[];
  atOnce: number;
}

/** Runs to follow to their ends, each so many times. */
export interface Follows {
  ids: readonly string[];
  times: number;
}

/** What followers saw; milliseconds. */
export interface Seen {
  /** From asking to the first event, of each follower. */
  first: number[];
  /** How old pieces of text were when they came. */
  ages: number[];
}

/** A follower first reads what was said before it came: that is no delay. */
const catchesUpMs = 2_000;

await serve(async (reached: Reached) => {
  const way = await openWay(reached);
  return {
    run: () => Promise.reject(new Error('this one starts and follows')),
    skills: {
      async start({ ids, atOnce }: Starts): Promise<number> {
        const began = performance.now();
        const left = ids.values();
        const takeTurns = async () => {
          for (const id of left) await way.start(id);
        };
        await Promise.all(Array.from({ length: atOnce }, takeTurns));
        return performance.now() - began;
      },
      async follow({ ids, times }: Follows): Promise<Seen> {
        const all = Array.from({ length: times }, () => ids).flat();
        const seen = await Promise.all(all.map((id) => follow(way.events(id))));
        return {
          first: seen.flatMap(({ first }) => first),
          ages: seen.flatMap(({ ages }) => ages),
        };
      },
    },
    close: () => way.close(),
  };
});

async function follow(events: AsyncIterable<RunEvent>): Promise<Seen> {
  const asked = performance.now();
  const seen: Seen = { first: [], ages: [] };
  let rest = '';
  for await (const event of events) {
    const after = performance.now() - asked;
    if (seen.first.length === 0) seen.first.push(after);
    if (event.type !== 'text.delta') continue;
    rest += event.text;
    if (after > catchesUpMs) for (const age of agesIn(rest)) seen.ages.push(age);
    rest = rest.slice(rest.lastIndexOf(';') + 1);
  }
  return seen;
}
