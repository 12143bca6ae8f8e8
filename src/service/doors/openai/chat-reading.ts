import type { Service } from '../../service.ts';
import type { OpenChat } from './chats.ts';
import type { Head } from './completions.ts';
import { type Read, readAnswer } from './read-answer.ts';

/** The answer of a run that a request reads. */
export interface ChatReading {
  service: Service;
  chat: OpenChat;
  /** Path of the step that says the answer; `null`: it comes whole at the end. */
  path: string | null;
  head: Head;
  /** Aborted when the client has gone. */
  signal: AbortSignal;
}

/** Where to look, on every answer of a run. */
export function runHeader({ chat }: Pick<ChatReading, 'chat'>): Record<string, string> {
  return { 'x-run-id': chat.run };
}

/** Reads the answer until the signal is aborted. */
export function readUntil(
  { service, chat }: ChatReading,
  path: string | null,
  signal: AbortSignal,
): AsyncGenerator<Read> {
  return readAnswer(service.client.handle(chat.run).events({ signal }), path);
}
