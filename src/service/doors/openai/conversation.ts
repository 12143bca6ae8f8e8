import { fill } from '../../../core/content.ts';
import { toContext } from '../../../core/render.ts';
import { unsupported } from './openai-error.ts';
import type { ChatMessage, ContentPart } from './request-schema.ts';

/** The messages of a request as a run takes them. */
export interface Conversation {
  /** The last message of the user. */
  input: string;
  /** All others in their order, each with who said it; `null`: there are none. */
  context: string | null;
}

/**
 * Reads a conversation: the last message of the user is what the team is asked, the others are what it
 * is told of before.
 *
 * @throws 400 where no user asks anything, or there is more than text in it
 */
export function readConversation(messages: readonly ChatMessage[]): Conversation {
  const said = messages.map((message, index) => ({ ...message, text: textOf(message, index) }));
  const last = said.findLastIndex(({ role }) => role === 'user');
  const input = said[last]?.text ?? '';
  if (input.trim() === '') {
    const param = last < 0 ? 'messages' : `messages[${last}].content`;
    const what =
      last < 0 ? 'there is no message of a user' : 'the last message of the user is empty';
    throw unsupported(param, `${what}: it is what the team is asked`);
  }
  const others = said.filter(({ text }, index) => index !== last && text !== '');
  const answers = others.map(({ role, name, text }) => ({
    agentName: name ? `${role} ${name}` : role,
    content: text,
  }));
  return {
    input,
    context: answers.length === 0 ? null : fill(toContext(answers, 'labeled'), String),
  };
}

function textOf({ content, refusal }: ChatMessage, index: number): string {
  if (typeof content === 'string') return content;
  const parts = (content ?? []).map((part, at) =>
    textIn(part, `messages[${index}].content[${at}]`),
  );
  return [...parts, refusal ?? ''].join('');
}

function textIn(part: ContentPart, place: string): string {
  const text = part[part.type === 'refusal' ? 'refusal' : 'text'];
  if (['text', 'refusal'].includes(part.type) && typeof text === 'string') return text;
  const message = `teams read text only: '${part.type}' cannot be passed on to one`;
  throw unsupported(place, message, 'unsupported_content');
}
