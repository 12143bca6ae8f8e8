import type { ProviderMessage, ProviderRequest } from './provider.ts';

/** What was said, and how an endpoint takes it. */
export type Conversation = Pick<ProviderRequest, 'messages' | 'can'>;

/** Stands where a model gave an empty reply: what follows is not its first question. */
const nothingSaid = '(no answer)';

/** Stands before a conversation that begins with what a model said. */
const earlier = '(The conversation so far.)';

/**
 * A conversation as the endpoint takes it: in turns, and with one tool call a turn, where it wants
 * that.
 */
export function conversationFor({ messages, can }: Conversation): ProviderMessage[] {
  const single = can.parallelTools ? messages : messages.flatMap(oneCallEach(messages));
  return can.alternatingTurns ? inTurns(single) : single;
}

/** Users and assistants one after the other, a user first, and an assistant after a tool's result. */
function inTurns(messages: readonly ProviderMessage[]): ProviderMessage[] {
  const turns: ProviderMessage[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (last === undefined && message.role !== 'user')
      turns.push({ role: 'user', content: earlier });
    if (last?.role === 'tool' && message.role === 'user') turns.push(spoken(nothingSaid));
    const joined = last === undefined ? undefined : joinedWith(last, message);
    if (joined === undefined) turns.push(message);
    else turns[turns.length - 1] = joined;
  }
  return turns;
}

function spoken(content: string): ProviderMessage {
  return { role: 'assistant', content, turn: null };
}

function joinedWith(last: ProviderMessage, next: ProviderMessage): ProviderMessage | undefined {
  if (last.role === 'user' && next.role === 'user')
    return { ...last, content: `${last.content}\n\n${next.content}` };
  if (last.role !== 'assistant' || next.role !== 'assistant' || last.turn !== null)
    return undefined;
  return { ...next, content: `${last.content}\n\n${next.content}` };
}

/** A turn of several calls becomes as many turns, each with its result. */
function oneCallEach(all: readonly ProviderMessage[]) {
  const results = new Map(
    all.flatMap((each) => (each.role === 'tool' ? [[each.callId, each]] : [])),
  );
  const moved = new Set<ProviderMessage>();
  return (message: ProviderMessage): ProviderMessage[] => {
    if (moved.has(message)) return [];
    const turn = message.role === 'assistant' ? message.turn : null;
    if (message.role !== 'assistant' || turn === null || turn.toolCalls.length < 2)
      return [message];
    return turn.toolCalls.flatMap((call, index) => {
      const content = index === 0 ? message.content : '';
      const asked = { ...message, content, turn: { toolCalls: [call], replay: null } };
      const result = results.get(call.id);
      if (result === undefined) return [asked];
      moved.add(result);
      return [asked, result];
    });
  };
}
