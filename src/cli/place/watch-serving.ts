import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { readProgress } from '../../client/progress/index.ts';
import { missingWorkers, type MissingWorkers } from '../../client/runs/pollers.ts';
import { type SpecSurvey, surveyOf } from '../../core/kinds/walk.ts';
import { splitPath } from '../../core/step-path.ts';
import { commandLine, inSentence } from '../render/shell-word.ts';
import { describeRun } from './describe-run.ts';
import { isAnother } from './served-elsewhere.ts';

/** A run that is followed, and where. */
interface Watched {
  temporal: Client;
  id: string;
  isCluster: boolean;
}

/** How often it is looked who serves a run that is followed, in ms. */
const lookAgainMs = 10_000;

/**
 * Says while a run is followed that it waits as nobody serves it, also later, and that somebody does
 * again. What it finds at first is said when this resolves; it goes on until the run has ended, or the signal.
 */
export async function watchServing(
  run: Watched,
  note: (line: string) => void,
  signal: AbortSignal,
  everyMs = lookAgainMs,
): Promise<void> {
  const root = splitPath(run.id)[0] ?? run.id;
  let before: string | null = null;
  /** Whether the run goes on, as far as is known. */
  const look = async (): Promise<boolean> => {
    const { status, taskQueue } = await describeRun(run.temporal, root);
    if (status.name !== 'RUNNING') return false;
    const now = await problemOf({ ...run, id: root }, taskQueue);
    if (now !== before) note(now ?? `Run '${root}' is served again.`);
    before = now;
    return true;
  };
  const keepLooking = async () => {
    do await sleep(everyMs, undefined, { signal, ref: false });
    while (await look().catch(() => true)); // the server may be away for a moment
  };
  if (await look()) void keepLooking().catch(ended);
}

/** It is over with the signal. */
function ended(): void {}

/** What to say of a run that nobody serves; `null`: somebody does. */
async function problemOf(
  { temporal, id, isCluster }: Watched,
  queue: string,
): Promise<string | null> {
  const survey = isCluster ? await surveyed(temporal, id) : onlyWorkflows;
  const missing = await missingWorkers(temporal, queue, survey, isAnother);
  if (missing === null) return null;
  return isCluster
    ? noWorker(id, missing)
    : `Nobody serves run '${id}' now: ${inSentence(commandLine('resume', id))} continues it.`;
}

function noWorker(id: string, { queues, advice }: MissingWorkers): string {
  return `No worker serves ${queues} now, so run '${id}' waits: ${advice}`;
}

/** Embedded, who runs the workflows of a run does everything. */
const onlyWorkflows: SpecSurvey = { agents: [], functions: [], longestPath: 0 };

async function surveyed(temporal: Client, id: string): Promise<SpecSurvey> {
  const { spec } = await readProgress(temporal, id);
  return spec === null ? onlyWorkflows : surveyOf(spec);
}
