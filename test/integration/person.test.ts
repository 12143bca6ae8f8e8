import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure, type RunEvent } from '../../src/client/index.ts';
import { openLocal } from '../../src/workers/local.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

const agent = { kind: 'agent' as const, name: 'B', provider: 'responses' };
const review = { kind: 'person' as const, name: 'Ada', choices: ['yes', 'no'] };
const reviewed = { kind: 'pipeline' as const, stepTimeout: '5s', steps: [review, agent] };

let world: LiveWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Waits until a run asks, and gives the question's event. */
async function asked(id: string) {
  for await (const event of world.client.handle(id).events())
    if (event.type === 'question.asked') return event;
  throw new Error(`run '${id}' has asked nothing`);
}

async function eventsOf(id: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of world.client.handle(id).events()) events.push(event);
  return events;
}

const warningsIn = (events: RunEvent[]) =>
  events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));

describe('a person in a pipeline', () => {
  it('is answered by the client once: the same again is a success, another one is refused', async () => {
    const handle = await world.client.start(reviewed, 'Ship it?');
    const question = await asked(handle.id);
    expect(question).toMatchObject({
      ...{ path: '1-Ada', id: '1-Ada', question: 'Ship it?', choices: ['yes', 'no'] },
      answerTo: `${handle.id}/1-Ada`,
    });
    await expect(handle.answer('maybe')).rejects.toThrow(/none of the choices/);
    await expect(handle.answer('yes', { question: '2-Bob' })).rejects.toThrow(
      /no question '2-Bob'/,
    );

    expect(await handle.answer('yes', { by: 'Ada' })).toBe('1-Ada');

    expect(await handle.result()).toMatchObject({
      success: true,
      content: 'from B',
      steps: [{ content: 'yes', answer: 'yes', answeredBy: 'Ada', timedOut: false }, {}],
    });
    expect(await handle.answer('yes', { question: '1-Ada' })).toBe('1-Ada');
    await expect(handle.answer('no', { question: '1-Ada' })).rejects.toThrow(
      /already, by Ada: yes/,
    );
    expect(await handle.answer('yes')).toBe('1-Ada'); // the only question that there was
    await expect(handle.answer('no')).rejects.toThrow(/already, by Ada: yes/);
    await expect(handle.answer('yes', { question: '1-Ada/x' })).rejects.toThrow(/no question/);
    await expect(handle.answer('yes', { question: '1-Ada#7' })).rejects.toThrow(/no question/);
    expect(await eventsOf(handle.id)).toContainEqual(
      expect.objectContaining({ type: 'question.answered', answer: 'yes', means: 'update' }),
    );
  });

  it('takes the same answer again without its id while the run goes on', async () => {
    let speak = () => {};
    const silence = new Promise<void>((resolve) => (speak = resolve));
    world.cast({
      B: async () => {
        await silence;
        return 'from B';
      },
    });
    const handle = await world.client.start({ ...reviewed, stepTimeout: '60s' }, 'Ship it?');
    await asked(handle.id);
    expect(await handle.answer('yes')).toBe('1-Ada');
    await world.untilAsked(1);

    expect(await handle.answer('yes')).toBe('1-Ada');
    await expect(handle.answer('no')).rejects.toThrow(/already, by somebody/);

    speak();
    expect(await handle.result()).toMatchObject({ success: true, content: 'from B' });
    world.cast();
  });

  it.each(['', '/1-Ada'])('is answered by a raw signal to RUN%s', async (path) => {
    const { id } = await world.client.start(reviewed, 'Ship it?');
    await asked(id);
    const raw = world.temporal.workflow.getHandle(`${id}${path}`);
    await raw.signal('answer', { question: '2-Bob', answer: 'yes' });
    await raw.signal('answer', 'yes');
    await raw.signal('answer', { question: '1-Ada', answer: 'no', by: 'Bob' });

    const result = await world.client.handle(id).result();

    expect(result).toMatchObject({
      success: true,
      steps: [{ answer: 'no', answeredBy: 'Bob' }, {}],
    });
    const warnings = warningsIn(await eventsOf(id));
    expect(warnings).toHaveLength(2);
    expect(warnings.some((each) => each.includes("'2-Bob'"))).toBe(true);
  });

  it('waits for longer than the step timeout, which is not charged to the next step', async () => {
    const steps = [{ ...review, timeout: '3s', default: 'no' }, agent];
    const result = await world.client.run({ ...reviewed, stepTimeout: '1s', steps }, 'Ship it?');
    expect(result).toMatchObject({
      success: true,
      steps: [{ content: 'no', timedOut: true, answeredBy: null, answeredAt: null }, {}],
    });
  });
});

describe('a person alone', () => {
  it('without a default fails when nobody answers, and a late answer is refused', async () => {
    const handle = await world.client.start({ ...review, timeout: '1s' }, 'Ship it?');
    const error = { type: Failure.humanTimedOut, agentName: 'Ada' };
    expect(await handle.result()).toMatchObject({ success: false, timedOut: true, error });
    await expect(handle.answer('yes', { question: handle.id })).rejects.toThrow(
      /nobody answered in time/,
    );
  });

  it('is cancelled like any other run', async () => {
    const handle = await world.client.start(reviewed, 'Ship it?');
    await asked(handle.id);
    await handle.cancel();
    expect(await handle.result()).toMatchObject({ error: { type: Failure.runCancelled } });
    await expect(handle.answer('yes', { question: '1-Ada' })).rejects.toThrow(/has ended/);
  });
});

it('an answer finds the run that waited while no worker was there', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'durable-agents-person-'));
  try {
    const before = await openLocal({ stateDir });
    const { id } = await before.start(review, 'Ship it?', { id: 'waiting' });
    for await (const event of before.handle(id).events())
      if (event.type === 'question.asked') break;
    await before.close();

    const after = await openLocal({ stateDir });
    await after.handle(id).answer('yes', { by: 'Ada' });
    expect(await after.handle(id).result()).toMatchObject({ answer: 'yes', answeredBy: 'Ada' });
    await after.close();
  } finally {
    rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
  }
});
