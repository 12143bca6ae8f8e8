import { beginningOf } from './unicode.ts';

/** Characters at most, whatever was thrown. */
const longest = 4_000;

/** Errors that are looked at for one message: a chain may lead back to itself. */
const errorsAtMost = 20;

/** Errors of one `AggregateError` that are told. */
const toldAtMost = 5;

/**
 * What anything that was thrown says, in at most 4,000 characters: the message of an error, or of an
 * object that has one, with its causes and the errors that it stands for in brackets; what has no
 * message is written as JSON.
 */
export function messageOf(thrown: unknown): string {
  const said = wordsOf(thrown, { left: errorsAtMost });
  return said.length <= longest ? said : `${beginningOf(said, longest - 1)}…`;
}

/** How many more errors may be looked at. */
interface Budget {
  left: number;
}

function wordsOf(thrown: unknown, budget: Budget): string {
  budget.left -= 1;
  if (typeof thrown === 'string') return thrown.trim() === '' ? 'it threw an empty text' : thrown;
  if (!isObject(thrown)) return `it threw ${String(thrown)}`;
  const own = ownWords(thrown);
  const inner = innerWords(thrown, budget).filter((words) => !own.includes(words));
  const behind = [...new Set(inner)].join('; ');
  if (own === '') return behind === '' ? withoutMessage(thrown) : behind;
  return behind === '' ? own : `${own} (${behind})`;
}

/** What stands behind an error: the errors that it is for, or what has caused it. */
function innerWords(thrown: object, budget: Budget): string[] {
  const errors = field(thrown, 'errors');
  const all: unknown[] = Array.isArray(errors) ? errors : [];
  const told = all.slice(0, toldAtMost).filter(isThrown);
  const cause = field(thrown, 'cause');
  const words = [...told, ...(isThrown(cause) ? [cause] : [])].flatMap((each) =>
    budget.left > 0 ? [wordsOf(each, budget)] : [],
  );
  return all.length > toldAtMost ? [...words, `and ${all.length - toldAtMost} more`] : words;
}

function isThrown(value: unknown): boolean {
  return isObject(value) || (typeof value === 'string' && value.trim() !== '');
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function ownWords(thrown: object): string {
  const message = field(thrown, 'message');
  return typeof message === 'string' ? message.trim() : '';
}

/** A getter may throw itself. */
function field(thrown: object, name: string): unknown {
  try {
    return (thrown as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

function withoutMessage(thrown: object): string {
  const name = field(thrown, 'name');
  if (thrown instanceof Error && typeof name === 'string' && name !== '')
    return `${name} without a message`;
  const written = asJson(thrown);
  if (written !== undefined && written !== '{}') return written;
  const made = field(field(thrown, 'constructor') ?? {}, 'name');
  return `it threw ${typeof made === 'string' && made !== '' ? `a ${made}` : 'an object'} without a message`;
}

/** Values of an object that are written. */
const valuesAtMost = 200;

/** `undefined` for what cannot be written: a circle, a BigInt, a function. */
function asJson(thrown: object): string | undefined {
  let left = valuesAtMost;
  try {
    return JSON.stringify(thrown, (_, value: unknown) => {
      left -= 1;
      return left < 0 ? undefined : value;
    });
  } catch {
    return undefined;
  }
}
