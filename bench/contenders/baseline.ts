/** Temporal alone, as it is written by hand. */
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { createBaselineActivities } from '../baseline/activities.ts';
import type { BaselineInput, Way } from '../baseline/workflows.ts';
import { question } from '../cases.ts';
import { serve } from './serve.ts';

export interface BaselineSettings {
  address: string;
  baseURL: string;
  way: Way;
  /** Whether Temporal keeps a stack trace of every promise, as it does by default. */
  stacks: boolean;
}

const quiet = new DefaultLogger('ERROR');

await serve(async (settings: BaselineSettings) => {
  const logging = { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } as const;
  Runtime.install({ logger: quiet, telemetryOptions: { logging } });
  const { address, way } = settings;
  const connection = await NativeConnection.connect({ address });
  const workers = await Promise.all(
    (await workersOf(settings)).map((each) => Worker.create({ connection, ...each })),
  );
  const ended = Promise.all(workers.map((worker) => worker.run()));
  const { workflow } = new Client({ connection: await Connection.connect({ address }) });
  return {
    async run({ groups }, workflowId) {
      const input: BaselineInput = { groups, input: question, way };
      await workflow.execute('baseline', {
        workflowId,
        taskQueue: queueOf(settings),
        args: [input],
      });
    },
    async close() {
      for (const worker of workers) worker.shutdown();
      await ended;
    },
  };
});

function queueOf({ way, stacks }: BaselineSettings): string {
  return `baseline-${way}${stacks ? '' : '-no-stacks'}`;
}

async function workersOf(settings: BaselineSettings): Promise<WorkerOptions[]> {
  const activities = createBaselineActivities(settings.baseURL);
  const { way, stacks } = settings;
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileOf('../baseline/workflows.ts'),
    preloadModules: stacks ? [] : [fileOf('../baseline/no-stacks.ts')],
    logger: quiet,
  });
  const own = { taskQueue: queueOf(settings), workflowBundle, activities };
  if (way === 'queue') return [own, { taskQueue: 'baseline-model', activities }];
  // At the default of 3 a fan-out of five would not come with its workflow task.
  return [way === 'eager' ? { ...own, maxEagerActivityReservationsPerWorkflowTask: 10 } : own];
}

function fileOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
