import type { ContentPart, Message, RunAgentInput } from '@ag-ui/core';
import { fill } from '../../../core/content.ts';
import { type Answer, toContext } from '../../../core/render.ts';
import { invalidInput } from '../../../core/parse-input.ts';

/** What the team is asked, and what it is told of before. */
export interface Conversation {
  /** The last message of the user. */
  input: string;
  /** Earlier messages and what else the front end says; `null`: nothing. */
  context: string | null;
}

/**
 * Reads the conversation of an AG-UI run. What a team's agents said on the way to its answer is not
 * passed on; images, sounds and files are left out, as teams read texts.
 *
 * @param withHistory whether the earlier messages are told: not where a thread of ours holds them
 * @throws `Input.Invalid` where no message of a user has a text
 */
export function readConversation(
  { messages, context }: Pick<RunAgentInput, 'messages' | 'context'>,
  withHistory: boolean,
): Conversation {
  const last = lastAsked(messages);
  const input = last === undefined ? '' : textIn(last.content);
  if (input.trim() === '') {
    const message =
      'a message with the role user and a text is needed: it is what the team is asked';
    throw invalidInput('the run', [{ path: 'messages', message }]);
  }
  const earlier = withHistory ? messages.slice(0, messages.indexOf(last as Message)) : [];
  const told = [...context.map(fromContext), ...earlier.flatMap(fromMessage)];
  return { input, context: told.length === 0 ? null : fill(toContext(told, 'labeled'), String) };
}

/** The message that the team is asked; `undefined`: there is none. */
export function lastAsked(messages: readonly Message[]) {
  return messages.findLast((message) => message.role === 'user');
}

function fromContext({
  description,
  value,
}: {
  description: string;
  value: string;
}): Answer<string> {
  return { agentName: description, content: value };
}

function fromMessage(message: Message): Answer<string>[] {
  const { role } = message;
  if (role === 'activity' || role === 'reasoning' || role === 'tool') return [];
  if (message.subagentRunId !== undefined) return [];
  const content = textIn(message.content);
  const name = message.name === undefined ? role : `${role} ${message.name}`;
  return content === '' ? [] : [{ agentName: name, content }];
}

function textIn(content: string | readonly ContentPart[] | undefined): string {
  if (content === undefined || typeof content === 'string') return content ?? '';
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
}
