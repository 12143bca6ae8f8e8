import { eventStream, type StreamMessage } from '../../event-stream.ts';
import { toldRefusal } from '../../told-refusal.ts';
import { type ChatReading, readUntil, runHeader } from './chat-reading.ts';
import { Chunks } from './completions.ts';
import { failedRun, ofRefusal, replaced, stopping } from './openai-error.ts';
import type { Read } from './read-answer.ts';

/** Answers with what the run says while it says it. */
export function streamedAnswer(reading: ChatReading, withUsage: boolean): Response {
  const { service, chat } = reading;
  const chunks = new Chunks(reading.head, withUsage);
  const source = (signal: AbortSignal) => {
    signal.addEventListener('abort', () => chat.leave('gone'), { once: true });
    return messagesOf(reading, chunks, signal);
  };
  const { heartbeatMs, log } = service.settings;
  const life = { heartbeatMs, log, closing: service.closing, retryMs: null };
  return eventStream(source, life, runHeader(reading));
}

async function* messagesOf(
  reading: ChatReading,
  chunks: Chunks,
  signal: AbortSignal,
): AsyncGenerator<StreamMessage> {
  const { service, chat, path } = reading;
  yield message(chunks.begin());
  try {
    for await (const read of readUntil(reading, path, signal)) {
      if ('text' in read) {
        yield message(chunks.text(read.text));
        continue;
      }
      // a run whose text was replaced goes on: its answer can be had later
      chat.leave('end' in read ? 'ended' : 'detached');
      return yield* lastMessages(chat.run, chunks, read);
    }
    if (service.closing.aborted) yield message({ error: stopping(chat.run).error });
  } catch (error) {
    chat.leave('detached');
    const refusal = toldRefusal(service.settings, `run ${chat.run}`, error);
    yield message({ error: ofRefusal(refusal).error });
  }
}

function* lastMessages(
  run: string,
  chunks: Chunks,
  read: Exclude<Read, { text: string }>,
): Generator<StreamMessage> {
  if ('changed' in read) return yield message({ error: replaced(run).error });
  const { end } = read;
  if ('failed' in end) return yield message({ error: failedRun(run, end.failed).error });
  for (const chunk of chunks.end(end.usage)) yield message(chunk);
  yield { data: '[DONE]' };
}

function message(data: object): StreamMessage {
  return { data: JSON.stringify(data) };
}
