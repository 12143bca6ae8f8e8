import type { ApplicationFailure } from '@temporalio/common';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import { type DatabaseAddress, withoutPassword } from './database-url.ts';

/** The failure for a database that cannot be used: which, why, and what to do. No stack belongs to it. */
export function unusable(address: DatabaseAddress, error: unknown): ApplicationFailure {
  const unknown = /previously executed migration (\S+) is missing/.exec(messageOf(error))?.[1];
  if (unknown !== undefined) return tooNew(address, unknown);
  const reason = messageOf(error) || String(error);
  const what = `the database ${withoutPassword(address)} cannot be used (${reason})`;
  const isServer = address.kind === 'postgres';
  const advice = isServer
    ? 'check that it is running, that it has been created, and that DATABASE_URL points to it'
    : fileAdvice(error);
  return failure(Failure.workerUnconfigured, `${what}: ${advice}`, { retryable: isServer });
}

function tooNew(address: DatabaseAddress, migration: string): ApplicationFailure {
  const where = withoutPassword(address);
  const message = `the database ${where} was used by a newer version of durable-agents, which has changed it ('${migration}'): use that version, or another state folder or DATABASE_URL`;
  return failure(Failure.workerUnconfigured, message);
}

const other = 'use another one, by --state, DURABLE_AGENTS_STATE or DATABASE_URL';

/** What to do by what SQLite or the system says; the first that fits. */
const advices: readonly (readonly [RegExp, string])[] = [
  [
    /NOTADB|CORRUPT|not a database|malformed/,
    `the file is damaged, or something else: move it away (texts of earlier runs are in it), or ${other}`,
  ],
  [/ENOSPC|FULL|EDQUOT|disk is full/i, `make room on its disk, or ${other}`],
  [
    /EACCES|EPERM|EROFS|READONLY|CANTOPEN|ENOTDIR|EISDIR|readonly|unable to open/,
    `make it, and its folder, readable and writable for you, or ${other}`,
  ],
];

function fileAdvice(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words = `${code} ${messageOf(error)}`;
  return advices.find(([sign]) => sign.test(words))?.[1] ?? other;
}
