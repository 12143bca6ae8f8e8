import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { EventLog } from '../../src/activities/events/event-log.ts';
import type { RunEvent } from '../../src/client/index.ts';
import { defineTool } from '../../src/workers/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';
import { ofType, readRun } from '../support/run-history.ts';

const pay = defineTool({
  name: 'pay',
  description: 'Pays for something.',
  input: z.object({}),
  execute: () => 'paid',
});
let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld({ tools: [pay] });
});
afterEach(() => void vi.restoreAllMocks());
afterAll(() => world.close());

const agent = (name: string, tools: string[] = []) => ({
  ...{ kind: 'agent' as const, name, provider: 'responses', tools },
});

/** As soon as a workflow has told its end, and before the server knows of it. */
function onceToldOf(path: string, then: () => Promise<void>): void {
  const write = Object.getOwnPropertyDescriptor(EventLog.prototype, 'write')
    ?.value as EventLog['write'];
  let isDone = false;
  vi.spyOn(EventLog.prototype, 'write').mockImplementation(async function (
    this: EventLog,
    run,
    told,
  ) {
    await write.call(this, run, told);
    const isIt = told.some((event) => event.type === 'step.ended' && event.path === path);
    if (isDone || !isIt) return;
    isDone = true;
    await then();
  });
}

it('what a workflow tells at its end stands there once, and what came in between too', async () => {
  world.cast();
  const team = {
    kind: 'parallel' as const,
    name: 'Team',
    agents: [agent('A', ['pay']), agent('B')],
  };
  onceToldOf('1-Team/A', async () => {
    const child = world.temporal.workflow.getHandle('again/1-Team');
    await child.signal('answer', { answer: 'nobody has asked' });
  });
  const run = await world.client.start({ kind: 'pipeline', steps: [team, agent('C')] }, 'go', {
    id: 'again',
  });
  const events: RunEvent[] = [];
  for await (const event of run.events()) events.push(event);

  const failed = ofType(await readRun(world.temporal, 'again/1-Team'), 'WORKFLOW_TASK_FAILED');
  expect(failed).toHaveLength(1); // its end was refused for the signal, and told a second time
  const of = (type: RunEvent['type']) =>
    events.flatMap((event) => (event.type === type ? [event.path] : [])).toSorted();
  expect(of('step.ended')).toEqual(['1-Team', '1-Team/A', '1-Team/B', '2-C']);
  expect(of('warning')).toEqual(['']);
});
