import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { Failure, failure } from '../../core/failures.ts';
import { modelsOf } from '../../core/kinds/agent/model-choices.ts';
import { namedTools } from '../../core/kinds/agent/step-tools.ts';
import { queuesBeside } from '../../core/queues.ts';
import type { SpecSurvey } from '../../core/kinds/walk.ts';

/** How long a queue may be without a worker before a run is not started on it. */
const patienceMs = 5_000;

/** A queue that a run needs, and what `worker --serve` has to name for it. */
interface Needed {
  queue: string;
  kind: 'workflows' | 'activities';
  serve: string;
}

/**
 * Makes sure that somebody serves every queue a run needs.
 *
 * @throws `Worker.Unconfigured` after 5 s, naming the queues and the command that would serve them
 */
export async function awaitWorkers(
  temporal: Client,
  workflowQueue: string,
  survey: SpecSurvey,
): Promise<void> {
  for (const end = Date.now() + patienceMs; ; await sleep(250)) {
    const missing = await missingWorkers(temporal, workflowQueue, survey);
    if (missing === null) return;
    if (Date.now() < end) continue;
    const message = `no worker serves ${missing.queues}, so nothing was started: ${missing.advice}`;
    throw failure(Failure.workerUnconfigured, message, { retryable: true });
  }
}

/** Queues that nobody serves. */
export interface MissingWorkers {
  /** Their names, for people. */
  queues: string;
  /** What would serve them. */
  advice: string;
}

/**
 * Which of the queues that a run needs nobody serves; `null`: somebody serves each.
 *
 * @param isThere whether a worker that has polled lately is still there, by its identity. Default: it is
 */
export async function missingWorkers(
  temporal: Client,
  workflowQueue: string,
  survey: SpecSurvey,
  isThere: (identity: string) => boolean = () => true,
): Promise<MissingWorkers | null> {
  const needed = neededBy(survey, workflowQueue);
  const pollers = await Promise.all(needed.map((each) => pollersOf(temporal, each)));
  const missing = needed.filter((_, index) => !pollers[index]?.some(isThere));
  if (missing.length === 0) return null;
  const queues = [...new Set(missing.map(({ queue }) => `'${queue}'`))].join(', ');
  const roles = missing.map(({ serve }) => serve).join(',');
  return { queues, advice: howToServe(workflowQueue, roles) };
}

/** What to do for a queue that nobody serves. */
export function howToServe(queue: string, roles: string): string {
  return queue.startsWith('agents')
    ? `run 'durable-agents worker --serve ${roles}'`
    : 'run a worker with the DurableAgentsPlugin on that queue';
}

function neededBy({ agents, functions }: SpecSurvey, workflowQueue: string): Needed[] {
  const queues = queuesBeside(workflowQueue);
  const providers = new Set(
    agents.flatMap((agent) => modelsOf(agent).map(({ provider }) => provider ?? 'simulated')),
  );
  const usesTools = agents.some((agent) => namedTools(agent).length > 0);
  return [
    { queue: workflowQueue, kind: 'workflows', serve: 'workflows' },
    ...[...providers].map((serve): Needed => ({
      queue: queues.model(serve),
      kind: 'activities',
      serve,
    })),
    ...(functions.length > 0 || usesTools
      ? [{ queue: queues.tools, kind: 'activities', serve: 'tools' } as const]
      : []),
  ];
}

/** Temporal's numbers for them. */
const types = { workflows: 1, activities: 2 } as const;

/** Whether a worker has polled the queue lately; one that was killed is still taken for there for 70 s. */
export async function hasPoller(
  temporal: Client,
  served: Pick<Needed, 'queue' | 'kind'>,
): Promise<boolean> {
  return (await pollersOf(temporal, served)).length > 0;
}

/** Who has polled the queue lately: the identities of workers. */
export async function pollersOf(
  temporal: Client,
  { queue, kind }: Pick<Needed, 'queue' | 'kind'>,
): Promise<string[]> {
  const { pollers } = await temporal.workflowService.describeTaskQueue({
    namespace: temporal.options.namespace,
    taskQueue: { name: queue },
    taskQueueType: types[kind],
  });
  return pollers
    .filter(({ lastAccessTime }) => isFresh(lastAccessTime))
    .map(({ identity }) => identity ?? '');
}

/**
 * A poll takes 60 s at most and is followed by the next, but the server still lists a worker that
 * has died for minutes.
 */
const freshMs = 70_000;

type Timestamp = Awaited<
  ReturnType<Client['workflowService']['describeTaskQueue']>
>['pollers'][number]['lastAccessTime'];

function isFresh(at: Timestamp): boolean {
  if (!at) return true;
  return Date.now() - (Number(at.seconds ?? 0) * 1_000 + (at.nanos ?? 0) / 1e6) <= freshMs;
}
