import type { Anthropic } from '@anthropic-ai/sdk';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import { repeatedParts } from '../../core/prompts/repeated-parts.ts';
import { conversationParts } from '../../core/prompts/thread.ts';

type Body = Pick<Anthropic.MessageCreateParams, 'system' | 'tools' | 'messages'>;
type Message = Anthropic.MessageParam;
type Block = Anthropic.ContentBlockParam;
type Mark = Anthropic.CacheControlEphemeral;

/** Marks that the API takes in a request at most. */
const marksAtMost = 4;

/** Blocks before a mark in which the API looks for what an earlier request has marked. */
const lookBack = 20;

/**
 * A request of the Messages API with marks for its prompt cache: behind the tools, behind the system
 * prompt, in it behind a conversation that goes on, and at the end of what the next request of the same agent will begin with. A request
 * with an automatic mark of the user's own stays as it is.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export function withCacheMarks<B extends Body>(body: B, wanted: AgentSpec['promptCache']): B {
  if (wanted === 'off' || 'cache_control' in body) return body;
  const mark: Mark = { type: 'ephemeral', ...(wanted === '1h' ? { ttl: '1h' } : {}) };
  const { system, tools = [] } = body;
  const prompt = typeof system === 'string' && system !== '' ? conversationParts(system) : [];
  const taken = Math.min(2, prompt.length) + (tools.length > 0 ? 1 : 0);
  const messages = body.messages.map(inParts);
  const places = placesIn(messages, tools.length > 0).slice(0, marksAtMost - taken);
  return {
    ...body,
    ...(prompt.length > 0 ? { system: systemBlocks(prompt, mark) } : {}),
    ...(tools.length > 0 ? { tools: markedLast(tools, mark) } : {}),
    messages: messages.map((message, index) => marked(message, placesOf(places, index), mark)),
  };
}

/** The last one is this run's, the one before it where the conversation ends that the next run goes on with. */
function systemBlocks(parts: readonly string[], mark: Mark): Anthropic.TextBlockParam[] {
  return parts.map((text, index) => ({
    type: 'text',
    text,
    ...(index >= parts.length - 2 ? { cache_control: mark } : {}),
  }));
}

/** The block of a message. */
interface Place {
  message: number;
  block: number;
}

/** Where marks are worth most, the best place first. */
function placesIn(messages: readonly Message[], hasTools: boolean): Place[] {
  const users = messages.flatMap(({ role }, index) => (role === 'user' ? [index] : []));
  const last = users.at(-1);
  if (last === undefined) return [];
  const at = (message: number, block: number): Place => ({
    message,
    block: blocksIn(messages[message]) + block,
  });
  const before = users.at(-2);
  const parts = isInParts(messages[last]);
  const goesOn = hasTools || before !== undefined;
  return [
    ...(goesOn || !parts ? [at(last, -1)] : []),
    // The last part is what only this request asks.
    ...(parts ? [at(last, -2)] : []),
    // What the request before has marked may be too far for the look back.
    ...(before === undefined ? [] : [at(before, -1)]),
    ...(parts && blocksIn(messages[last]) > lookBack + 2 ? [at(last, -2 - lookBack)] : []),
  ];
}

function placesOf(places: readonly Place[], message: number): number[] {
  return places.filter((place) => place.message === message).map(({ block }) => block);
}

/** A user's text in the parts that later requests repeat: always the same ones for the same text. */
function inParts(message: Message): Message {
  const { role, content } = message;
  if (role !== 'user' || typeof content !== 'string') return message;
  const parts = repeatedParts(content);
  if (parts.length === 1) return message;
  return { role, content: parts.map((text) => ({ type: 'text', text })) };
}

function isInParts(message: Message | undefined): boolean {
  const content = message?.content;
  return (
    Array.isArray(content) && content.length > 1 && content.every(({ type }) => type === 'text')
  );
}

function blocksIn(message: Message | undefined): number {
  return typeof message?.content === 'string' ? 1 : (message?.content.length ?? 0);
}

function marked(message: Message, places: readonly number[], mark: Mark): Message {
  const { content } = message;
  if (places.length === 0) return message;
  const blocks: Block[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const withMarks = blocks.map((block, index) =>
    places.includes(index) ? ({ ...block, cache_control: mark } as Block) : block,
  );
  return { ...message, content: withMarks } as Message;
}

function markedLast<T extends object>(items: readonly T[], mark: Mark): T[] {
  return items.map((item, index) =>
    index === items.length - 1 ? { ...item, cache_control: mark } : item,
  );
}
