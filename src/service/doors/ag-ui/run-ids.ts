import { createHash } from 'node:crypto';
import type { Caller } from '../../caller.ts';
import { isCursor } from '../../../core/event-cursor.ts';

/** What an AG-UI run is called. */
export interface AgUiIds {
  threadId: string;
  runId: string;
}

/**
 * Id of the run that an AG-UI run begins. The same again is the same run; another thread, team or user
 * has runs of its own, whatever a front end calls them.
 */
export function runIdFor(team: string, { user }: Caller, { threadId, runId }: AgUiIds): string {
  const whose = shortHash([team, user, threadId]);
  const name = team.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 60);
  return `${name}-${whose}-${shortHash([runId])}`;
}

/** Whether a run was begun in a thread. */
export function isOfThread(
  run: string,
  ...[team, caller, ids]: Parameters<typeof runIdFor>
): boolean {
  const own = runIdFor(team, caller, ids);
  return run.startsWith(own.slice(0, own.lastIndexOf('-') + 1));
}

/** What an interrupt stands for: a question that waits in a run of ours. */
export interface Interrupted {
  run: string;
  /** Behind what the interrupted AG-UI run has told. */
  cursor: string;
  /** Tells whether a message came after the one that the run was begun with. */
  asked: string;
  /** Question id. */
  question: string;
}

/** Id of an interrupt: all that is needed to go on behind it, so that nothing has to be kept. */
export function interruptId({ run, cursor, asked, question }: Interrupted): string {
  return [run, cursor, asked, question].join('/');
}

/** What an interrupt's id says; `null`: it is none of ours. */
export function readInterruptId(id: string): Interrupted | null {
  const [run, cursor, asked, ...question] = id.split('/');
  if (!run || !cursor || !isCursor(cursor) || !asked || question.length === 0) return null;
  return { run, cursor, asked, question: question.join('/') };
}

/** A text as a few characters that tell it from others. */
export function shortHash(of: unknown): string {
  return createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 12);
}
