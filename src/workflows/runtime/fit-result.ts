import { batchesOf } from '../../core/batches.ts';
import { bytesOf, referTo, type Text } from '../../core/content.ts';
import { Failure } from '../../core/failures.ts';
import type { StoredText } from '../../core/model-call.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import type { Host } from './host.ts';

/** Bytes of a result above which even its short texts are stored. Temporal refuses one of 2 MB. */
const comfortable = 500_000;
const most = 1_800_000;

/** Bytes of texts stored at once. */
const batchBytes = 500_000;

const textFields = new Set(['content', 'input', 'conclusion', 'output']);

/**
 * A result that Temporal can carry: one with very many short texts has them stored and refers to
 * them. What is too large even then keeps its totals, and fails.
 */
export async function fitResult<R extends StepResult>(
  result: R,
  host: Host,
  execution: string,
): Promise<R> {
  if (jsonBytes(result) <= comfortable) return result;
  const texts: StoredText[] = [];
  const small = withTexts(result, (text) => {
    const id = `${execution}/result/${texts.length}`;
    texts.push({ id, text });
    return referTo(id, bytesOf(text));
  }) as R;
  for (const batch of batchesOf(texts, batchBytes, ({ text }) => bytesOf(text)))
    await host.storeTexts(batch);
  const bytes = jsonBytes(small);
  return bytes <= most ? small : tooLarge(small, bytes);
}

function jsonBytes(value: unknown): number {
  return bytesOf(JSON.stringify(value));
}

/** The value with every text of a result, from 100 characters on, replaced. */
function withTexts(value: unknown, replace: (text: string) => Text): unknown {
  if (Array.isArray(value)) return value.map((inner) => withTexts(inner, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isText = typeof inner === 'string' && inner.length > 100 && textFields.has(key);
      return [key, isText ? replace(inner) : withTexts(inner, replace)];
    }),
  );
}

function tooLarge<R extends StepResult>(result: R, bytes: number): R {
  const message = `'${result.name}' has a result of ${bytes} bytes, and Temporal carries 2 MB: give it fewer parts. Its texts are stored, and its costs stand here`;
  return {
    ...result,
    ...withoutParts(result),
    success: false,
    content: null,
    error: { type: Failure.payloadTooLarge, message, retryable: false },
  };
}

/** Its lists of what was done, emptied. */
function withoutParts(result: StepResult): object {
  const lists = Object.entries(result).filter(
    ([, value]) => Array.isArray(value) && value.some((each) => typeof each === 'object'),
  );
  return Object.fromEntries(lists.map(([key]) => [key, []]));
}
