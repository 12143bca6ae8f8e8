import type { AnsweredRequest } from './provider-world.ts';
import type { Scene } from './repeated-scenes.ts';

/** How much of a scene's requests was asked before, from the second turn on. */
export interface MeasuredScene {
  title: string;
  requests: number;
  inputTokens: number;
  /** Share of the characters with which a request begins as the one before it of the same agent. */
  common: number;
  /** Share of the input tokens that came from the cache. */
  cached: number;
}

/** Plays a scene, and counts from its second turn on: without what is asked first. */
export async function measure({ title, play, firstTurn }: Scene): Promise<MeasuredScene> {
  const answered = await play();
  const later = answered.slice(firstTurn);
  const inputTokens = sum(later, ({ usage }) => usage.inputTokens);
  const before = later.map((each, index) => beforeIt(answered, firstTurn + index, each));
  const shared = sum(later, (each, index) => sharedLength(each, before[index]));
  return {
    title,
    requests: later.length,
    inputTokens,
    common: shared / sum(later, (each) => written(each).length),
    cached: sum(later, ({ usage }) => usage.cachedTokens) / inputTokens,
  };
}

/** The last request of the same agent. */
function beforeIt(all: readonly AnsweredRequest[], index: number, { agentName }: AnsweredRequest) {
  return all.slice(0, index).findLast((each) => each.agentName === agentName);
}

function sharedLength(one: AnsweredRequest, other: AnsweredRequest | undefined): number {
  if (other === undefined) return 0;
  const [text, before] = [written(one), written(other)];
  const end = Math.min(text.length, before.length);
  for (let at = 0; at < end; at += 1) if (text[at] !== before[at]) return at;
  return end;
}

/** A request in the order in which caches compare it; a schema is no part of the text. */
function written({ request }: AnsweredRequest): string {
  const { tools, system, messages } = request;
  const said = messages.map((message) => {
    const calls = message.role === 'assistant' ? JSON.stringify(message.turn) : '';
    return `${message.role}\n${message.content}${calls}`;
  });
  return [JSON.stringify(tools), system, ...said].join('\n');
}

function sum<T>(items: readonly T[], of: (item: T, index: number) => number): number {
  return items.reduce((total, item, index) => total + of(item, index), 0);
}
