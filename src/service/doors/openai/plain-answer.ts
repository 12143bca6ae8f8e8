import { firstAbort } from '../../first-abort.ts';
import { toldRefusal } from '../../told-refusal.ts';
import { json } from '../door.ts';
import { type ChatReading, readUntil, runHeader } from './chat-reading.ts';
import { completion } from './completions.ts';
import { type AnsweredError, failedRun, ofRefusal, stopping } from './openai-error.ts';
import type { RunEnd } from './read-answer.ts';

/** Waits for the run and answers with all it has said. */
export async function plainAnswer(reading: ChatReading): Promise<Response> {
  const { service, chat, signal } = reading;
  const over = firstAbort([signal, service.closing]);
  try {
    for await (const read of readUntil(reading, null, over.signal)) {
      if (!('end' in read)) continue;
      chat.leave('ended');
      return answerOf(reading, read.end);
    }
    return asError(reading, stopping(chat.run));
  } catch (error) {
    chat.leave('detached'); // the run has not failed: its answer can be had later
    return asError(reading, ofRefusal(toldRefusal(service.settings, `run ${chat.run}`, error)));
  } finally {
    over.release();
    chat.leave('gone');
  }
}

function answerOf(reading: ChatReading, end: RunEnd): Response {
  if ('failed' in end) return asError(reading, failedRun(reading.chat.run, end.failed));
  return json(completion(reading.head, end.content, end.usage), 200, runHeader(reading));
}

function asError(reading: ChatReading, { status, error, headers }: AnsweredError): Response {
  return json({ error }, status, { ...headers, ...runHeader(reading) });
}
