import type { LockListing, LockStatus } from '../../core/locks.ts';
import type { Answer } from '../output.ts';
import { showDuration, excerpt } from '../../core/amounts.ts';
import { colors } from './colors.ts';
import { table } from './table.ts';

/** Locks that are held or waited for. */
export function locksAnswer({ locks, more }: LockListing): Answer {
  return { document: { success: true, locks, more }, text: textOf({ locks, more }) };
}

function textOf({ locks, more }: LockListing): string {
  if (locks.length === 0) return 'No lock is held or waited for.';
  const lines = table([heading, ...locks.flatMap(rowsOf)]).split('\n');
  return [
    colors.bold(lines[0] ?? ''),
    ...lines.slice(1),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}

const heading = ['lock', 'holder', 'fencing', 'held for', 'lease left'];

function rowsOf(lock: LockStatus): string[][] {
  const { namespace, key, holder, fencing, heldForMs, expiresInMs, waiters } = lock;
  return [
    [
      excerpt(`${namespace}/${key}`),
      holder === null ? 'nobody' : excerpt(holder),
      String(fencing),
      showDuration(heldForMs),
      showDuration(expiresInMs),
    ],
    ...waiters.map((waiter) => [
      `  ${waiter.position}. in line`,
      excerpt(waiter.holder),
      '',
      `waits ${showDuration(waiter.waitingMs)}`,
    ]),
  ];
}
