import { existsSync } from 'node:fs';
import { refuse } from './refused-input.ts';
import { readText } from '../../spec-files/spec-file.ts';

/** How a command line says what a run works on: one of the two. */
export interface GivenInput {
  /** `-` is stdin. */
  input?: string;
  inputFile?: string;
}

/**
 * The input as far as it can be had without waiting; `null`: it is on stdin.
 *
 * @throws `Input.Invalid` for a file that cannot be read or has no text, and for `@FILE`, which other
 *   programs would read
 */
export async function readWrittenInput({ input, inputFile }: GivenInput): Promise<string | null> {
  if (inputFile !== undefined) return await readInputFile(inputFile);
  if (input === undefined || input === '-') return null;
  const file = input.startsWith('@') ? input.slice(1) : '';
  if (file === '' || !existsSync(file)) return input;
  throw refuse(
    `--input: '${input}' would be the text itself, and there is a file '${file}': to have it read, say --input-file ${file}`,
  );
}

async function readInputFile(file: string): Promise<string | null> {
  if (file === '-') return null;
  const text = await readText(file, `--input-file ${file}`);
  if (text.trim() === '') throw refuse(`--input-file ${file}: the file is empty`);
  return text;
}
