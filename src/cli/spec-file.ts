import { readFile, stat } from 'node:fs/promises';
import { parseStep } from '../core/kinds/step-schema.ts';
import type { Step } from '../core/kinds/step.ts';
import { parseDocument, type SpecDocument } from './spec-document.ts';
import { problemsIn, refuseFile } from './refused-input.ts';

const limitBytes = 1024 * 1024;

/** A spec that was read from a file, and the file's places for what is wrong in it. */
export interface SpecFile {
  file: string;
  step: Step;
  /** Runs a further check; the problems it throws get their places in the file. */
  located: <T>(check: () => T) => T;
}

/**
 * Reads a step from a YAML or JSON file.
 *
 * @throws `Input.Invalid`; each problem with its path and, inside the document, line and column
 */
export async function readSpecFile(file: string): Promise<SpecFile> {
  const document = parseDocument(file, await readText(file));
  const located = <T>(check: () => T): T => withPlaces(file, document, check);
  return { file, step: located(() => parseStep(document.value, file)), located };
}

function withPlaces<T>(file: string, document: SpecDocument, check: () => T): T {
  try {
    return check();
  } catch (error) {
    const problems = problemsIn(error);
    if (problems.length === 0) throw error;
    throw refuseFile(
      file,
      problems.map((problem) => ({ ...problem, ...document.placeOf(problem.path) })),
    );
  }
}

/**
 * Reads a text file of at most 1 MB.
 *
 * @throws `Input.Invalid` when it is missing, a folder, too long, or not UTF-8
 */
export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  if (bytes.length > limitBytes) throw refuseFile(file, [tooLong]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuseFile(file, [{ path: '', message: 'it is no UTF-8 text' }]);
  }
}

const tooLong = { path: '', message: 'it is longer than 1 MB' };

async function readBytes(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).size > limitBytes) throw refuseFile(file, [tooLong]);
    return await readFile(file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw refuseFile(file, [{ path: '', message: reasons[String(error.code)] ?? error.message }]);
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'it may not be read',
};
