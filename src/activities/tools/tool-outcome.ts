import { bytesOf } from '../../core/content.ts';
import { type ToolOutcome, toldOutcome } from '../../core/tools.ts';
import { withoutKnownKeys } from '../known-keys.ts';
import { contentInHistory } from '../store/ledger-row.ts';
import { beginningOf } from '../../core/unicode.ts';

/** UTF-8 bytes of a result at most: no model reads more, and a client could not either. */
export const resultLimitBytes = 1_000_000;

/** A result that is stored under an id. */
export function storedOutcome(message: string, text: string): ToolOutcome {
  const bytes = bytesOf(text);
  return { message, content: contentInHistory(text, bytes), bytes, failed: false };
}

/** Characters of a reason that a model is told at most. */
const reasonLimit = 4_000;

/** What went wrong, as the model is told it. */
export function failedOutcome(given: string): ToolOutcome {
  const reason = withoutKnownKeys(given);
  const content =
    reason.length <= reasonLimit
      ? reason
      : `${beginningOf(reason, reasonLimit)}… (${reason.length - reasonLimit} more characters)`;
  return toldOutcome(content, true);
}
