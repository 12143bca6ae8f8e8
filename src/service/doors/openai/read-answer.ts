import type { RunEvent } from '../../../core/events.ts';
import type { StepResult } from '../../../core/kinds/step.ts';
import type { Usage } from '../../../core/usage.ts';
import { AnswerText } from './answer-text.ts';

/** How a run ended. */
export type RunEnd =
  | { content: string; usage: Usage }
  /** Why there is no answer. */
  | { failed: { type: string; message: string } };

/** What is read of an answer: pieces of its text, then how it ended; it may have been replaced before. */
export type Read = { text: string } | { changed: true } | { end: RunEnd };

/**
 * Reads the answer of a run from what happens in it. Where that breaks off before the run has ended,
 * nothing comes last.
 *
 * @param path of the step that says the answer; `null`: it comes whole at the end
 */
export async function* readAnswer(
  events: AsyncIterable<RunEvent>,
  path: string | null,
): AsyncGenerator<Read> {
  const answer = new AnswerText(path);
  for await (const event of events) {
    if (event.type === 'run.ended') return yield* lastOf(event, answer);
    const piece = answer.take(event);
    if ('changed' in piece) return yield piece;
    if (piece.text !== '') yield piece;
  }
}

function* lastOf(ended: RunEvent & { type: 'run.ended' }, answer: AnswerText): Generator<Read> {
  const { success, error } = ended;
  if (!success) {
    const unknown = { type: 'Run.Failed', message: 'the run has failed and left no result' };
    return yield { end: { failed: error ?? unknown } };
  }
  const { content, usage } = ended.result as StepResult<string>;
  const piece = answer.finish(content ?? '');
  if ('changed' in piece) return yield piece;
  if (piece.text !== '') yield piece;
  yield { end: { content: content ?? '', usage } };
}
