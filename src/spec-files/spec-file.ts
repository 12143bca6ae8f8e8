import { readFile, stat } from 'node:fs/promises';
import type { StepInput } from '../core/kinds/step.ts';
import type { InputProblem } from '../core/parse-input.ts';
import { refuseFile } from './refuse-file.ts';
import { parseDocument } from './spec-document.ts';

/** A spec as it is written somewhere; nothing of it is checked yet. */
export interface SpecSource {
  step: StepInput;
  /** The comment at the beginning of the file; `null`: there is none. */
  comment: string | null;
  /** The refusal for what is wrong in it, with the place of each problem. */
  refuse(problems: readonly InputProblem[]): ReturnType<typeof refuseFile>;
}

const limitBytes = 1024 * 1024;

/**
 * Reads a spec from a YAML or JSON file.
 *
 * @throws `Input.Invalid` for a file that cannot be read, with line and column inside the document
 */
export async function readSpecFile(file: string): Promise<SpecSource> {
  const document = parseDocument(file, await readText(file));
  return {
    step: document.value as StepInput,
    comment: document.comment,
    refuse: (problems) =>
      refuseFile(
        file,
        problems
          .map((problem) => ({ ...problem, ...document.placeOf(problem.path) }))
          .toSorted((one, other) => one.line - other.line || one.column - other.column),
      ),
  };
}

/**
 * Reads a text file of at most 1 MB.
 *
 * @param what names it in messages; default the file's own name
 * @throws `Input.Invalid` when it is missing, a folder, too long, or not UTF-8
 */
export async function readText(file: string, what = file): Promise<string> {
  const bytes = await readBytes(file, what);
  if (bytes.length > limitBytes) throw refuseFile(what, [tooLong]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuseFile(what, [{ path: '', message: 'it is not UTF-8 text' }]);
  }
}

const tooLong = { path: '', message: 'it is longer than 1 MB' };

async function readBytes(file: string, what: string): Promise<Buffer> {
  try {
    if ((await stat(file)).size > limitBytes) throw refuseFile(what, [tooLong]);
    return await readFile(file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const known = reasons[String(error.code)];
    if (known !== undefined) throw refuseFile(what, [{ path: '', message: known }]);
    throw refuseFile(what, [{ path: '', message: error.message }], 'unread');
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'it may not be read',
};
