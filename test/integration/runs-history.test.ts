import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/client/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';
import { countOf, ofType, readRun } from '../support/run-history.ts';

let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld({ transforms: { stretch: (text) => long('stretched', text.length) } });
});
afterAll(() => world.close());
beforeEach(() => world.cast());

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'responses' });

/** A text of 4 KB with a marker in it, once, behind what a summary shows of a text. */
const long = (marker: string, bytes = 4_096) =>
  `${'so it begins, '.repeat(20)}<${marker}>`.padEnd(bytes, ' and so on');

/** How often each marker is in the events. */
const counted = (markers: string[], events: unknown) =>
  Object.fromEntries(markers.map((marker) => [marker, countOf(`<${marker}>`, events)]));

describe('the history of a pipeline with long texts', () => {
  const spec = { kind: 'pipeline' as const, steps: [agent('A'), agent('B'), agent('C')] };
  const parts = { A: long('a'), B: long('b'), C: long('c') };

  it('holds each reply once, and the input too', async () => {
    world.cast(parts);
    const result = await world.client.run(spec, long('input'), { id: 'long' });
    const events = await readRun(world.temporal, 'long');
    expect(counted(['input', 'a', 'b', 'c'], events)).toEqual({ input: 1, a: 1, b: 1, c: 1 });
    expect(world.askedBy('B')[0]?.messages[0]?.content).toBe(parts.A);
    expect(result).toMatchObject({
      success: true,
      content: parts.C,
      steps: [
        { input: long('input'), content: parts.A },
        { input: parts.A, content: parts.B },
        { input: parts.B, content: parts.C },
      ],
    });
  });

  it('schedules no model call with a text in it', async () => {
    world.cast(parts);
    await world.client.run(spec, long('input'), { id: 'no-transcripts' });
    const events = await readRun(world.temporal, 'no-transcripts');
    const scheduled = ofType(events, 'ACTIVITY_TASK_SCHEDULED').filter(
      (event) => countOf('"callModel"', event) > 0,
    );
    expect(scheduled).toHaveLength(3);
    expect(counted(['input', 'a', 'b', 'c'], scheduled)).toEqual({ input: 0, a: 0, b: 0, c: 0 });
    expect(Math.max(...scheduled.map((event) => JSON.stringify(event).length))).toBeLessThan(3_000);
  });
});

it('a run tells its end without a command of its own', async () => {
  world.cast({ A: 'a', B: 'b' });
  await world.client.run({ kind: 'pipeline', steps: [agent('A'), agent('B')] }, 'in', {
    id: 'end',
  });
  const told: string[] = [];
  for await (const { type } of world.client.handle('end').events()) told.push(type);

  expect(told.slice(-3)).toEqual(['turn.ended', 'step.ended', 'run.ended']);
  expect(countOf('tellEvents', await readRun(world.temporal, 'end'))).toBe(0);
});

it('a nested run holds each text once over all its histories, and its client gets them all', async () => {
  world.cast({ A: long('a'), B: long('b'), Last: long('last') });
  const team = { kind: 'parallel' as const, name: 'Team', agents: [agent('A'), agent('B')] };
  const steps = [
    team,
    { step: agent('Last'), transform: 'stretch' },
    { step: agent('End'), transform: 'Twice: {input} {input}' },
  ];
  const id = 'nested';
  const result = await world.client.run({ kind: 'pipeline', steps }, long('input'), {
    id,
    context: long('background'),
  });
  const events = await readRun(world.temporal, id);
  expect(counted(['a', 'b', 'stretched', 'last', 'input', 'background'], events)).toEqual({
    ...{ a: 1, b: 1, stretched: 1, last: 1 },
    ...{ input: 1, background: 1 }, // the start of the run: they are stored beside the workflow
  });
  const [nested, last, end] = result.steps;
  expect(nested?.content).toContain(`\n${long('a').replace('<a>', '&lt;a&gt;')}\n`);
  expect(nested).toMatchObject({ results: [{ content: long('a') }, { content: long('b') }] });
  expect(last?.input).toBe(long('stretched', nested?.content?.length));
  expect(end?.input).toBe(`Twice: ${long('last')} ${long('last')}`);
  expect(world.askedBy('End')[0]?.messages[0]?.content).toBe(end?.input);
  expect(world.askedBy('B')[0]?.system).toContain('&lt;background&gt;');
});

it('a run that fails gives all the long texts of what it had done', async () => {
  world.cast({ A: long('a'), B: long('b'), C: { status: 400, error: 'no' } });
  const team = {
    kind: 'parallel' as const,
    name: 'Team',
    agents: [agent('B'), agent('C')],
    quorum: 2,
  };
  const spec = { kind: 'pipeline' as const, steps: [agent('A'), team] };
  const result = await world.client.run(spec, long('input'), { id: 'failing' });
  expect(result).toMatchObject({
    success: false,
    content: null,
    error: { type: Failure.tooFewSucceeded },
    steps: [
      { input: long('input'), content: long('a') },
      { input: long('a'), results: [{ content: long('b') }, { success: false }] },
    ],
  });
  const events = await readRun(world.temporal, 'failing');
  expect(counted(['input', 'a', 'b'], events)).toEqual({ input: 1, a: 1, b: 1 });
});

it('replies of a megabyte stay out of the history, and come whole to the next agent and to the client', async () => {
  const huge = long('huge', 1_200_000);
  world.cast({ A: huge, B: huge });
  const spec = { kind: 'pipeline' as const, steps: [agent('A'), agent('B')] };
  const result = await world.client.run(spec, 'Go', { id: 'huge' });
  expect(world.askedBy('B')[0]?.messages[0]?.content.length).toBe(huge.length);
  expect(result.success).toBe(true);
  expect(result.content === huge).toBe(true);
  expect(JSON.stringify(await readRun(world.temporal, 'huge')).length).toBeLessThan(100_000);
});

it('a history grows with the turns and not with their square', async () => {
  const bytesPerTurn = async (turns: number) => {
    const names = Array.from({ length: turns }, (_, index) => `Agent ${index + 1}`);
    world.cast(Object.fromEntries(names.map((name) => [name, long('reply')])));
    const id = `turns-${turns}`;
    await world.client.run({ kind: 'pipeline', steps: names.map(agent) }, 'Go', { id });
    const { historySize } = await world.temporal.workflow.getHandle(id).describe();
    return (historySize ?? Number.NaN) / turns;
  };
  const [few, many] = [await bytesPerTurn(10), await bytesPerTurn(40)];
  expect(many / few).toBeGreaterThan(0.9);
  expect(many / few).toBeLessThan(1.1);
});
