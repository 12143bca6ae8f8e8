import { readFileSync } from 'node:fs';
import type { StepInput } from 'durable-agents';
import { startTestEnvironment, type TestEnvironment } from 'durable-agents/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { tools } from '../tools.ts';

const file = new URL('../teams/order-desk.yaml', import.meta.url);
const team = parse(readFileSync(file, 'utf8')) as StepInput;
const complaint = 'My teapot came broken. It was order A-1042.';

/** What the model says, call by call: no provider is asked, and waiting takes no time. */
const script = [
  { toolCalls: [{ name: 'order_status', arguments: { order: 'A-1042' } }] },
  { toolCalls: [{ name: 'refund', arguments: { order: 'A-1042' } }] },
  'The teapot is broken.',
  'Dear customer, we are sorry about the teapot.',
];

let world: TestEnvironment;
beforeEach(async () => {
  world = await startTestEnvironment({ script, tools });
}, 180_000); // the first start on a machine fetches Temporal's test server, and says so
afterEach(() => world.close());

/** What the model was told by the last tool, before it said that the teapot is broken. */
const told = () => JSON.stringify(world.model.requests[2]);

it('pays back what somebody has allowed', async () => {
  const run = await world.client.start(team, complaint);
  await expect.poll(() => run.questions(), { timeout: 20_000 }).toHaveLength(1);
  await run.approve({ by: 'Ada' });
  const { success, content } = await run.result();
  expect(success).toBe(true);
  expect(content).toBe('Dear customer, we are sorry about the teapot.');
  expect(told()).toContain('34 euros are paid back');
  world.model.assertDone(); // the script was used up, and not more than that
}, 30_000);

it('pays nothing back when nobody answers for a day', async () => {
  const { success } = await world.client.run(team, complaint);
  expect(success).toBe(true);
  expect(told()).toContain('not made');
  expect(told()).not.toContain('paid back');
}, 30_000);
