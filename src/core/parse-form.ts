import { type Form, readForm } from './form.ts';
import { invalidInput } from './parse-input.ts';

/**
 * Reads a value that somebody gives.
 *
 * @param what names the input in the message: `the user`
 * @throws `Input.Invalid`
 */
export function parseForm<T>(form: Form<T>, value: unknown, what: string): T {
  const read = readForm(form, value);
  if (read.ok) return read.value;
  throw invalidInput(
    what,
    read.problems.map((message) => ({ path: '', message })),
  );
}
