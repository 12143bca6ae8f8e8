import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import { hashOf, type TrustQuestion } from './questions.ts';

/** Hashes of what was said yes to, by the real path of the configuration. */
type Kept = Record<string, string[]>;

/** Where answers are kept: in the user's own configuration folder, where no cloned folder writes. */
function keptFile(env: NodeJS.ProcessEnv = process.env): string {
  const given = env['XDG_CONFIG_HOME'] ?? '';
  const base = isAbsolute(given) ? given : join(env['HOME'] || homedir(), '.config');
  return join(base, 'durable-agents', 'trusted.json');
}

/** The questions that nobody has said yes to, for this configuration. */
export function unanswered(config: string, questions: readonly TrustQuestion[]): TrustQuestion[] {
  if (questions.length === 0) return [];
  const yes = new Set(readKept()[realpathSync(config)]);
  return questions.filter((question) => !yes.has(hashOf(question)));
}

/**
 * Keeps a yes to these questions, and forgets the earlier ones of the same configuration.
 *
 * @throws `Input.Invalid` when the file cannot be written, with what to do instead
 */
export function keepYes(config: string, questions: readonly TrustQuestion[]): void {
  const file = keptFile();
  try {
    write(file, config, questions);
  } catch (error) {
    const message = `the answer cannot be kept in ${file} (${messageOf(error)}): make that folder writable, or say --trust`;
    throw failure(Failure.inputInvalid, message);
  }
}

function write(file: string, config: string, questions: readonly TrustQuestion[]): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const kept = { ...readKept(), [realpathSync(config)]: questions.map(hashOf) };
  const draft = `${file}.${randomUUID()}`;
  try {
    writeFileSync(draft, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** What cannot be read was never said. */
function readKept(): Kept {
  try {
    const read: unknown = JSON.parse(readFileSync(keptFile(), 'utf8'));
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(Object.entries(read).filter(([, hashes]) => Array.isArray(hashes)));
  } catch {
    return {};
  }
}
