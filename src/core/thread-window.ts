import type { Text } from './content.ts';

/** The step below an agent that sums its thread up. */
export const summaryStep = 'thread-summary';

/** What a step sees of its thread, the same in all of its calls. */
export interface ThreadWindow {
  /** The thread. */
  name: string;
  /** Numbers of the first and the last message that it sees; it sees none where `upTo` is smaller. */
  from: number;
  upTo: number;
  /** How many messages before `from` are left out. */
  omitted: number;
  /** How many of those, from the first on, `summary` stands for. */
  summarised: number;
  summary: Text | null;
}

/** What has to be summed up before a step can see the messages of its window only. */
export interface SummaryWork {
  /** Where it goes on from: the summary of what came before; `null`: from the beginning. */
  previous: Text | null;
  /** The messages in order, written down; each part is short enough for one call. */
  parts: SummaryPart[];
}

export interface SummaryPart {
  text: Text;
  /** Number of the last message up to which it ends; `null`: it ends within a message. */
  upTo: number | null;
}

/** Result of the `openThread` activity. */
export interface OpenedThread {
  window: ThreadWindow;
  /** `null`: there is nothing to sum up. */
  work: SummaryWork | null;
  /** What the window holds as one text, where that was asked for. */
  written?: Text;
}

/** What a step was asked and what it answered, for a thread. */
export interface Said {
  thread: string;
  input: Text;
  answer: Text;
}

/** How much of its thread a step has seen. */
export interface SeenThread {
  name: string;
  /** Earlier messages that its prompt held. */
  messages: number;
  /** Older ones that were left out, because they are over its `threadTokens`. */
  omitted: number;
  /** How many of those a summary in the prompt stood for. */
  summarised: number;
}

/** A message as a window is planned with it. */
export interface Measured {
  sequence: number;
  role: 'user' | 'assistant';
  tokens: number;
}

/** A place where a window began before, with the tokens of what then stands in for the rest. */
export interface MeasuredCut {
  upTo: number;
  tokens: number;
}

export interface WindowQuestion {
  budget: number;
  /** The thread's last messages, in order: all of them, or more than fit. */
  recent: readonly Measured[];
  /** Whether these are all. */
  whole: boolean;
  /** In order. */
  cuts: readonly MeasuredCut[];
}

/**
 * Number of the message that a prompt begins with. A place of an earlier prompt is kept for as
 * long as what follows it fits. A new one is chosen so that half of the budget is free again:
 * prompts then begin the same many times over, and providers find them in their caches.
 */
export function beginningOf({ budget, recent, whole, cuts }: WindowQuestion): number {
  if (whole && sumOf(recent) <= budget) return 1;
  const known = recent[0]?.sequence ?? Infinity;
  const kept = cuts.find(({ upTo, tokens }) => {
    const after = recent.filter(({ sequence }) => sequence > upTo);
    return upTo + 1 >= known && tokens + sumOf(after) <= budget;
  });
  if (kept !== undefined) return kept.upTo + 1;
  const last = recent.at(-1)?.sequence ?? 0;
  return recent[newBeginning(recent, budget)]?.sequence ?? last + 1;
}

function newBeginning(recent: readonly Measured[], budget: number): number {
  let room = budget / 2;
  let index = recent.length;
  for (const { tokens } of recent.toReversed()) {
    if (tokens > room) break;
    room -= tokens;
    index -= 1;
  }
  const newest = recent.at(-1);
  if (index === recent.length && newest !== undefined && newest.tokens <= budget * 0.75) index -= 1;
  // An answer without its question says little.
  const question = recent.findIndex(({ role }, at) => at >= index && role === 'user');
  return question === -1 ? index : question;
}

function sumOf(messages: readonly Measured[]): number {
  return messages.reduce((sum, { tokens }) => sum + tokens, 0);
}
