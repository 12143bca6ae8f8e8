import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Agent, ParallelAgents, type RunEvent } from '../../src/client/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';
import { childrenIn, exportHistory } from '../support/run-history.ts';

let world: LiveWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const agent = (name: string, more: object = {}) =>
  new Agent({ name, provider: 'responses', ...more });
const team = new ParallelAgents([agent('Prices'), agent('Buyers')], { name: 'Team' });
const boss = agent('Boss', {
  tools: [
    { step: team, name: 'ask_team', description: 'what a team says' },
    { step: agent('Ann'), name: 'ask_ann', description: 'what Ann says' },
  ],
});
const ask = (name: string, input: string) => ({ name, arguments: { input } });

describe('an agent that asks steps as tools', () => {
  it('has each run by itself, is told what they say, and tells what happened in order', async () => {
    const long = 'much '.repeat(2_000);
    world.cast({
      Boss: [{ toolCalls: [ask('ask_team', 'tea?'), ask('ask_ann', long)] }, 'Tea.'],
      Prices: 'cheap',
      Buyers: 'many',
      Ann: long,
    });
    const run = await world.client.start(boss.spec, 'Which drink?', { id: 'asks-steps' });
    const result = await run.result();
    expect(result).toMatchObject({ success: true, content: 'Tea.', turns: 2, toolCalls: 2 });
    expect(result.usage.calls).toBe(5);
    const [first, second] = world.askedBy('Boss');
    expect(first?.tools.map(({ name }) => name)).toEqual(['ask_team', 'ask_ann']);
    const told = second?.messages.filter(({ role }) => role === 'tool');
    expect(told?.[0]?.content).toMatch(/cheap[^]*many/);
    expect(told?.[1]?.content).toBe(long);
    expect(world.askedBy('Ann')[0]?.messages.at(-1)?.content).toBe(long);
    const { events } = await exportHistory(world.temporal, 'asks-steps');
    expect(childrenIn(events).toSorted()).toEqual([
      ...['asks-steps/1.1-ask_team', 'asks-steps/1.2-ask_ann'],
    ]);
    expect(JSON.stringify(events).length).toBeLessThan(60_000);
    expect(await eventsOf('asks-steps')).toEqual(
      expect.arrayContaining([
        'tool.called ask_team',
        'step.started 1.1-ask_team',
        'step.started 1.1-ask_team/Prices',
        'step.ended 1.1-ask_team',
        'tool.ended ask_team',
      ]),
    );
  });

  it('goes on where a step fails, and says so', async () => {
    world.cast({
      Boss: [{ toolCalls: [ask('ask_ann', 'tea?')] }, 'I do not know.'],
      Ann: { status: 401, error: 'wrong key' },
    });
    const result = await boss.chat('Which drink?', { client: world.client });
    expect(result).toMatchObject({ success: true, content: 'I do not know.' });
    expect(world.askedBy('Boss')[1]?.messages.at(-1)?.content).toContain("'ask_ann' failed: ");
    expect(result.warnings).toMatchObject([{ type: 'Part.Failed' }]);
  });

  it('is cancelled with the steps that it asks', async () => {
    world.cast({
      Boss: { toolCalls: [ask('ask_ann', 'tea?')] },
      Ann: { delayMs: 60_000, text: 'late' },
    });
    const run = await world.client.start(boss.spec, 'Which drink?', { id: 'stops-steps' });
    for await (const event of run.events())
      if (event.type === 'turn.started' && event.path === '1.1-ask_ann') break;
    await run.cancel();
    expect(await run.result()).toMatchObject({ success: false, error: { type: 'Run.Cancelled' } });
    const state = await world.temporal.workflow.getHandle('stops-steps/1.1-ask_ann').describe();
    expect(state.status.name).not.toBe('RUNNING');
  });
});

async function eventsOf(id: string): Promise<string[]> {
  const told: string[] = [];
  for await (const event of world.client.handle(id).events() as AsyncIterable<RunEvent>)
    told.push(
      `${event.type} ${'name' in event && event.type !== 'run.started' ? event.name : event.path}`,
    );
  return told;
}
