import type { ExaminedText } from '../../activities/texts.ts';
import type { Text } from '../../core/content.ts';
import { contentHash } from '../../core/content-hash.ts';
import type { Outcome } from '../../core/results.ts';
import type { RunContext } from './run-context.ts';
import { asStepError } from './step-errors.ts';
import type { StepScope } from './step-scope.ts';

/** Tells texts apart, and looks for a piece in one; a short one needs no store for it. */
export async function examine(
  { host }: RunContext,
  scope: StepScope,
  text: Text,
  piece: string | null,
): Promise<Outcome<ExaminedText>> {
  if (typeof text === 'string') {
    const hasPiece = piece !== null && text.includes(piece);
    return { ok: true, value: { hash: contentHash(text), hasPiece } };
  }
  try {
    return { ok: true, value: await host.examineText(text, piece) };
  } catch (error) {
    return { ok: false, error: asStepError(error, host, scope) };
  }
}
