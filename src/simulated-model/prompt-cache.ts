import { createHash } from 'node:crypto';
import { cacheBlocks, type CacheBlock, type CacheTtl } from './wire/messages-cache.ts';

/** What of a request came from the cache, and what was written to it, in tokens. */
export interface CacheUse {
  /** The whole prompt. */
  inputTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number;
  /** Whether the tokens were written for an hour. */
  keptLong: boolean;
}

/** A request that was looked up; `keep` writes its marked places down, once its reply begins. */
export interface LookedUp {
  use: CacheUse;
  keep(now: number): void;
}

/** Tokens that a marked beginning has at least, or it is not kept. */
const tokensAtLeast = 1024;

/** Places before a mark that are looked at, its own among them. */
const lookBack = 20;

const lifetimes: Record<CacheTtl, number> = { '5m': 300_000, '1h': 3_600_000 };

interface Place {
  /** Stands for everything up to here. */
  key: string;
  /** Tokens up to here. */
  tokens: number;
  mark: CacheTtl | null;
}

/**
 * The prompt cache of the Messages API: a request reads the longest beginning that an earlier one has
 * marked, at most so many blocks before a mark of its own, and writes what it marks itself. What is
 * read lives on.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export class PromptCache {
  readonly #kept = new Map<string, { until: number; ttl: CacheTtl }>();

  /**
   * @param body of a request of the Messages API
   * @param now milliseconds since the epoch
   * @returns `undefined` where it marks nothing
   */
  look(body: unknown, now: number): LookedUp | undefined {
    const places = placesOf(cacheBlocks(body));
    const marks = places.flatMap(({ mark }, index) => (mark === null ? [] : [index]));
    if (marks.length === 0) return undefined;
    const hit = this.#longest(places, marks, now);
    const cachedTokens = places[hit]?.tokens ?? 0;
    const written = marks.filter((at) => at > hit && tokensAt(places, at) >= tokensAtLeast);
    const last = places[written.at(-1) ?? -1];
    const use: CacheUse = {
      inputTokens: places.at(-1)?.tokens ?? 0,
      cachedTokens,
      cacheWriteTokens: last === undefined ? 0 : last.tokens - cachedTokens,
      keptLong: last?.mark === '1h',
    };
    return {
      use,
      keep: (at) =>
        this.#write(
          written.flatMap((each) => places[each] ?? []),
          at,
        ),
    };
  }

  /** The last place that is kept, and can be seen from a mark; -1: none. */
  #longest(places: readonly Place[], marks: readonly number[], now: number): number {
    for (const mark of marks.toReversed()) {
      for (let at = mark; at >= 0 && at > mark - lookBack; at -= 1) {
        const place = places[at];
        const kept = place && this.#kept.get(place.key);
        if (kept === undefined || kept.until <= now) continue;
        kept.until = now + lifetimes[kept.ttl];
        return at;
      }
    }
    return -1;
  }

  #write(places: readonly Place[], now: number): void {
    if (this.#kept.size > placesAtMost) this.#clear(now);
    for (const { key, mark } of places) {
      if (mark !== null) this.#kept.set(key, { until: now + lifetimes[mark], ttl: mark });
    }
  }

  #clear(now: number): void {
    for (const [key, { until }] of this.#kept) if (until <= now) this.#kept.delete(key);
  }
}

/** Places from which on those that have run out are cleared away. */
const placesAtMost = 10_000;

function tokensAt(places: readonly Place[], at: number): number {
  return places[at]?.tokens ?? 0;
}

/** Each block with what stands for it and all before it. */
function placesOf(blocks: readonly CacheBlock[]): Place[] {
  let key = '';
  let characters = 0;
  return blocks.map(({ text, mark }) => {
    key = createHash('sha256').update(key).update(text).digest('hex');
    characters += text.length;
    return { key, tokens: Math.ceil(characters / 4), mark };
  });
}
