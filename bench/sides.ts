import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { fanOut } from '../src/workflows/runtime/fan-out.ts';
import { type Case, specFor } from './cases.ts';

/** Someone who does the work of a case. */
export interface Side {
  name: 'durable-agents' | 'bare Temporal' | 'bare Temporal, eager';
  /** Runs the case's workflow once and gives its id. */
  run(work: Case): Promise<string>;
}

const input = 'How are AI agents changing software teams?';

export function ours(client: Client): Side {
  return {
    name: 'durable-agents',
    async run(work) {
      const spec = specFor(work, 'bench');
      const workflowId = `ours-${randomUUID()}`;
      const options = { workflowId, taskQueue: 'agents', args: [{ spec, input }] };
      await client.workflow.execute(spec.kind, options);
      return workflowId;
    },
  };
}

export function bare(client: Client, eager: boolean): Side {
  return {
    name: eager ? 'bare Temporal, eager' : 'bare Temporal',
    async run({ shape, turns }) {
      const workflowId = `bare-${randomUUID()}`;
      const options = { workflowId, taskQueue: 'baseline', args: [{ turns, input, eager }] };
      await client.workflow.execute(shape, options);
      return workflowId;
    },
  };
}

/** One measurement: the case's figure in its unit. */
export async function measure(client: Client, side: Side, work: Case): Promise<number> {
  const started = performance.now();
  const runs = Array.from({ length: work.runs }, (_, run) => run);
  const ids = await fanOut(runs, work.concurrent, () => side.run(work));
  const ms = performance.now() - started;
  switch (work.unit) {
    case 'ms a turn':
      return ms / work.runs / work.turns;
    case 'ms':
      return ms / work.runs;
    case 'runs/s':
      return (work.runs * 1_000) / ms;
    case 'bytes a turn':
      return (await historyBytes(client, ids[0] ?? '')) / work.turns;
  }
}

async function historyBytes(client: Client, id: string): Promise<number> {
  const { historySize } = await client.workflow.getHandle(id).describe();
  return historySize ?? Number.NaN;
}
