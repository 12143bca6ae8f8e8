import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { agentsClient } from '../../src/client/index.ts';
import { defineTool } from '../../src/workers/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';
import { z } from 'zod';

let world: LiveWorld;

const weather = defineTool({
  name: 'weather',
  description: 'The weather of a town.',
  input: z.object({ town: z.string() }),
  execute: ({ town }) => `rain in ${town}`,
});

beforeAll(async () => {
  world = await openWorld({
    transforms: { shout: (text) => text.toUpperCase() },
    tools: [weather],
  });
});
beforeEach(() => world.cast());
afterAll(() => world.close());

const agent = (name: string, more: object = {}) =>
  ({ kind: 'agent', name, provider: 'responses', ...more }) as const;

const nested: StepInput = {
  kind: 'pipeline',
  name: 'Nested',
  steps: [
    { kind: 'parallel', name: 'Both', agents: [agent('A'), agent('B')] },
    { step: agent('C'), transform: 'shout' },
  ],
};

async function collect(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const counted = (events: readonly RunEvent[]) =>
  events.filter(({ type }) => type !== 'text.delta' && type !== 'tool.delta');
const brief = (event: RunEvent) => `${event.type} ${event.path}`.trim();

describe('the events of a run', () => {
  it('are numbered without gaps, from its start to its end, and have its result', async () => {
    world.cast({ C: { text: 'from C', delayMs: 300 } });
    const run = await world.client.start(nested, 'go');

    const events = await collect(run.events());

    expect(counted(events).map(({ seq }) => seq)).toEqual(counted(events).map((_, at) => at + 1));
    const seen = counted(events).map(brief);
    expect(seen[0]).toBe('run.started');
    const { startTime } = await world.temporal.workflow.getHandle(run.id).describe();
    expect(Date.parse(events[0]?.at ?? '')).toBe(startTime.getTime());
    expect(seen.at(-1)).toBe('run.ended');
    expect(seen.toSorted()).toEqual(
      [
        'run.started',
        ...['1-Both', '1-Both/A', '1-Both/B', '2-C'].flatMap((path) => [
          `step.started ${path}`,
          `step.ended ${path}`,
        ]),
        ...['1-Both/A', '1-Both/B', '2-C'].flatMap((path) => [
          `turn.started ${path}`,
          `turn.ended ${path}`,
        ]),
        'run.ended',
      ].toSorted(),
    );
    expect(
      events.find((event) => event.type === 'turn.ended' && event.path === '2-C'),
    ).toMatchObject({
      text: 'from C',
      cost: 1,
    });
    const result = await run.result();
    expect(events.at(-1)).toMatchObject({ success: true, error: null, result });
  });

  it('are the same after the end, from every cursor, and through a worker', async () => {
    const run = await world.client.start(nested, 'go');
    await run.result();
    const events = counted(await collect(run.events()));

    for (const { cursor, seq } of events)
      expect(counted(await collect(run.events({ after: cursor })))).toEqual(events.slice(seq));
    const { queue } = world.client.parts;
    const elsewhere = agentsClient(world.temporal, { taskQueue: queue });
    const read = await collect(elsewhere.handle(run.id).events({ after: 3 }));
    expect(counted(read)).toEqual(events.slice(3));
  });

  it('tell of a call that is tried again', async () => {
    const limited = { status: 429, error: 'slow down', headers: { 'retry-after': '1' } };
    world.cast({ A: [limited, 'from A'] });
    const run = await world.client.start(agent('A'), 'go');

    const events = await collect(run.events());

    expect(counted(events)).toMatchObject([
      { type: 'run.started' },
      { type: 'turn.started', attempt: 1, agent: 'A' },
      { type: 'turn.retried', reason: 'Model.RateLimited' },
      { type: 'turn.started', attempt: 2 },
      { type: 'turn.ended', text: 'from A' },
      { type: 'run.ended' },
    ]);
  });

  it('tell of tools, and of those there are not', async () => {
    const asks = {
      toolCalls: [
        { name: 'weather', arguments: { town: 'Oslo' } },
        { name: 'sea', arguments: {} },
      ],
    };
    world.cast({ A: [asks, 'from A'] });
    const run = await world.client.start(agent('A', { tools: ['weather'] }), 'go');

    const events = await collect(run.events());

    const tools = counted(events).filter(({ type }) => type.startsWith('tool.'));
    expect(tools.toSorted((a, b) => brief(a).localeCompare(brief(b)))).toMatchObject([
      { type: 'tool.called' },
      { type: 'tool.called' },
      { type: 'tool.ended' },
      { type: 'tool.ended' },
    ]);
    expect(tools).toContainEqual(
      expect.objectContaining({
        type: 'tool.ended',
        name: 'weather',
        result: 'rain in Oslo',
        error: null,
      }),
    );
    expect(tools).toContainEqual(
      expect.objectContaining({ type: 'tool.ended', name: 'sea', result: null }),
    );
  });

  it.each(['responses', 'chat', 'messages'])(
    'tell the arguments of a call as they come over %s, also through a worker',
    async (provider) => {
      const args = { town: `Åsgårdstrand ${'by 😀 '.repeat(10)}` };
      const asks = {
        toolCalls: [{ name: 'weather', arguments: args }],
        pace: { characters: 4, everyMs: 60 },
      };
      world.cast({ A: [asks, 'from A'] });
      const run = await world.client.start(agent('A', { provider, tools: ['weather'] }), 'go');
      const { queue } = world.client.parts;
      const elsewhere = agentsClient(world.temporal, { taskQueue: queue });

      const [events, there] = await Promise.all([
        collect(run.events()),
        collect(elsewhere.handle(run.id).events()),
      ]);

      expect(counted(there)).toEqual(counted(events));
      for (const told of [events, there]) {
        const deltas = told.filter((event) => event.type === 'tool.delta');
        expect(deltas.length).toBeGreaterThan(2);
        let written = '';
        for (const { text, offset, call, name, turn } of deltas) {
          expect([offset, call, name, turn]).toEqual([written.length, 0, 'weather', 2]);
          written += text;
        }
        const called = told.find((event) => event.type === 'tool.called');
        expect(called?.args.startsWith(written)).toBe(true);
        expect(told.findLast(({ type }) => type === 'tool.delta')?.seq).toBe(2);
      }
    },
  );

  it('end with a run that is terminated, once for all who follow', async () => {
    world.cast({ A: { text: 'late', delayMs: 60_000 } });
    const run = await world.client.start(agent('A'), 'go');
    await world.untilAsked(1);
    const following = [collect(run.events()), collect(run.events())];
    await world.temporal.workflow.getHandle(run.id).terminate('enough');

    const [one, other] = await Promise.all(following);

    expect(one?.at(-1)).toMatchObject({
      type: 'run.ended',
      success: false,
      error: { type: 'Run.Cancelled' },
    });
    expect(counted(other ?? [])).toEqual(counted(one ?? []));
  });
});
