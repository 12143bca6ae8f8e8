import type { MockActivityEnvironment } from '@temporalio/testing';
import { z } from 'zod';
import {
  defineTool,
  type Tool,
  type ToolOptions,
} from '../../../src/activities/tools/define-tool.ts';
import type { Store } from '../../../src/activities/store/open-store.ts';
import { createToolActivities } from '../../../src/activities/tools/tool-activities.ts';
import type { ToolContext } from '../../../src/activities/tools/tool-context.ts';
import type { ToolOutcome, ToolRun } from '../../../src/core/tools.ts';
import { activityEnvironment, memoryStore } from './fixtures.ts';

const citySchema = z.object({
  city: z.string().describe('Its name'),
  days: z.int().min(1).default(1),
});

/** A tool that does what it is given. */
export function weather(
  execute: (args: { city: string; days: number }, context: ToolContext) => unknown,
  more: Partial<ToolOptions> = {},
): Tool {
  const description = 'The weather of a city';
  return defineTool({ name: 'weather', description, ...more, input: citySchema, execute });
}

/** Tools on a worker, with the activity that runs them. */
interface Ran {
  run: (args: string, more?: Partial<ToolRun>) => Promise<ToolOutcome>;
  store: Store;
  environment: MockActivityEnvironment;
  /** What its users are told. */
  logged: string[];
}

export async function worker(...tools: Tool[]): Promise<Ran> {
  const store = await memoryStore();
  const logged: string[] = [];
  const activities = createToolActivities(store, tools, { log: (line) => void logged.push(line) });
  const environment = activityEnvironment();
  const run = (args: string, more: Partial<ToolRun> = {}) =>
    environment.run<[ToolRun], ToolOutcome, (given: ToolRun) => Promise<ToolOutcome>>(
      (given) => activities.runTool(given),
      {
        key: { execution: 'exec', step: 'ann', number: 1 },
        message: 'exec/ann#1',
        index: 0,
        call: { id: 'call-1', name: 'weather', arguments: args },
        owner: { run: 'run-1', workflow: 'run-1', user: 'phil' },
        agentName: 'Ann',
        ...more,
      },
    );
  return { run, store, environment, logged };
}
