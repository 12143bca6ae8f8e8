import { Kysely } from 'kysely';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { createStopActivities, type StopActivities } from '../../../src/activities/stop-calls.ts';
import type { Changes } from '../../../src/activities/store/changes.ts';
import { migrate } from '../../../src/activities/store/migrate.ts';
import type { Store } from '../../../src/activities/store/open-store.ts';
import { SqliteConnection } from '../../../src/activities/store/sqlite-connection.ts';
import { SqliteFileDialect } from '../../../src/activities/store/sqlite-dialect.ts';
import { isWithin, requestStops } from '../../../src/activities/store/stop-requests.ts';
import type { Tables } from '../../../src/activities/store/tables.ts';
import { Stops } from '../../../src/activities/stops/stops.ts';
import { defineTool } from '../../../src/activities/tools/define-tool.ts';
import { createToolActivities } from '../../../src/activities/tools/tool-activities.ts';
import { createTransformActivities } from '../../../src/activities/transforms.ts';
import { activityEnvironment, kitchen, memoryStore, modelCall, rejection } from './fixtures.ts';

const stopped = {
  type: 'Run.Cancelled',
  nonRetryable: true,
  message: 'the call was stopped: its run, or a step around it, was cancelled',
};

/** Resolves when the signal is aborted, and never otherwise. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('aborted'))),
  );

/** As a workflow asks for it. */
const stopCalls = (store: Store, asked: Parameters<StopActivities['stopCalls']>[0]) =>
  activityEnvironment().run(() => createStopActivities({ store }).stopCalls(asked));

describe('a scope', () => {
  it.each([
    ['exec/1-Team/Ann', 'exec', true],
    ['exec/1-Team/Ann', 'exec/1-Team', true],
    ['exec/1-Team/Ann', 'exec/1-Team/Ann', true],
    ['exec/1-Team/Ann', 'exec/1-Te', false],
    ['exec/1-Team', 'exec/1-Team/Ann', false],
    ['exec2/1-Team', 'exec', false],
  ])('%s is within %s: %s', (path, scope, expected) => {
    expect(isWithin(path, scope)).toBe(expected);
  });
});

describe('what is stopped through the store', () => {
  it('is a model call in flight: its connection is closed, and it fails for good', async () => {
    const { call, server, store } = await kitchen([{ hang: true }]);
    const failed = rejection(call(modelCall()));
    await expect.poll(() => server.requests.length).toBe(1);

    await stopCalls(store, { execution: 'exec', paths: ['critic'] });

    expect(await failed).toMatchObject(stopped);
    await expect.poll(() => server.requests[0]?.endedBy).toBe('client');
  });

  it('is a model call that comes later, before it is asked', async () => {
    const { call, server, store } = await kitchen(['Yes.']);
    await stopCalls(store, { execution: 'exec' });

    expect(await rejection(call(modelCall()))).toMatchObject(stopped);
    expect(server.requests).toHaveLength(0);
  });

  it('is no call whose reply is there already: it was paid for', async () => {
    const { call, store } = await kitchen(['Yes.']);
    const first = await call(modelCall());
    await stopCalls(store, { execution: 'exec' });

    expect(await call(modelCall())).toEqual(first);
  });

  it('is a tool call', async () => {
    const store = await memoryStore();
    const began = vi.fn<() => void>();
    const slow = defineTool({
      name: 'slow',
      description: 'Takes long.',
      input: z.object({}),
      execute(_, { signal }) {
        began();
        return untilAborted(signal);
      },
    });
    const activities = createToolActivities(store, [slow]);
    const { key, owner, agentName } = modelCall();
    const call = { id: 'c1', name: 'slow', arguments: '{}' };
    const run = { key, owner, agentName, call, message: 'm', index: 0 };
    const failed = rejection(activityEnvironment().run(() => activities.runTool(run)));
    await expect.poll(() => began.mock.calls.length).toBe(1);

    await stopCalls(store, { execution: 'exec' });
    expect(await failed).toMatchObject(stopped);

    const again = rejection(activityEnvironment().run(() => activities.runTool(run)));
    expect(await again).toMatchObject(stopped);
    expect(began).toHaveBeenCalledTimes(1);
  });

  it("is a user's function", async () => {
    const store = await memoryStore();
    const began = vi.fn<() => void>();
    const activities = createTransformActivities(store, {
      slow(_, { signal }) {
        began();
        return untilAborted(signal);
      },
    });
    const call = { name: 'slow', input: 'text', id: 'exec/1-Team', run: 'run-1' };
    const failed = rejection(activityEnvironment().run(() => activities.runTransform(call)));
    await expect.poll(() => began.mock.calls.length).toBe(1);

    await stopCalls(store, { execution: 'exec', paths: ['1-Team'] });
    expect(await failed).toMatchObject(stopped);

    const again = rejection(activityEnvironment().run(() => activities.runTransform(call)));
    expect(await again).toMatchObject(stopped);
    expect(began).toHaveBeenCalledTimes(1);
  });

  it('is nothing of the run that a reset has made: its calls are other ones', async () => {
    const { server, store, activities } = await kitchen(['Yes.']);
    await stopCalls(store, { execution: 'exec' });
    const environment = activityEnvironment();
    Object.assign(environment.context.info, {
      workflowExecution: { workflowId: 'run-1', runId: 'after-the-reset' },
    });

    const reply = environment.run(() => activities.callModel(modelCall()));

    expect(await reply).toMatchObject({ content: 'Yes.' });
    expect(server.requests).toHaveLength(1);
  });

  it('is nothing where an empty list of paths is given', async () => {
    const { call, store } = await kitchen(['Yes.']);
    await stopCalls(store, { execution: 'exec', paths: [] });

    expect((await call(modelCall())).content).toBe('Yes.');
  });
});

/** Stops on a database of their own, and what another process does to it. */
async function openStops() {
  const db = new Kysely<Tables>({ dialect: new SqliteFileDialect(':memory:') });
  onTestFinished(() => db.destroy());
  await migrate(db);
  const close = vi.fn<() => void>();
  const watch = vi.fn<Changes['watch']>(() => ({ close }));
  const stops = new Stops(db, { watch });
  onTestFinished(() => stops.close());
  const tell = (about?: string) => watch.mock.lastCall?.[1](about);
  return { db, stops, watch, close, tell };
}

describe('the watch for it', () => {
  it('is one for all calls, from the first to a little after the last', async () => {
    const { stops, watch, close } = await openStops();
    const calls = Array.from({ length: 1_000 }, (_, index) =>
      stops.enter({ run: `run-${index % 7}`, path: `exec/${index}` }),
    );
    expect(watch).toHaveBeenCalledTimes(1);
    for (const call of calls) call.release();
    stops.enter({ run: 'run-1', path: 'exec/next' }).release();
    expect([watch.mock.calls.length, close.mock.calls.length]).toEqual([1, 0]);

    await expect.poll(() => close.mock.calls.length, { timeout: 3_000 }).toBe(1);

    stops.enter({ run: 'run-1', path: 'exec/next' }).release();
    expect(watch).toHaveBeenCalledTimes(2);
  });

  it('asks the database nothing when no call is in flight', async () => {
    const store = await memoryStore();
    store.stops.enter({ run: 'r', path: 'exec/a' }).release();
    await new Promise((resolve) => setTimeout(resolve, 1_200)); // it lingers for a second
    const asked = vi.spyOn(SqliteConnection.prototype, 'executeQuery');
    onTestFinished(() => asked.mockRestore());

    await new Promise((resolve) => setTimeout(resolve, 300));

    expect(asked).not.toHaveBeenCalled();
    const call = store.stops.enter({ run: 'r', path: 'exec/a' });
    await expect.poll(() => asked.mock.calls.length).toBeGreaterThan(2);
    call.release();
  });

  it('stops what another process has written, for the run that is named or for any', async () => {
    const { db, stops, tell } = await openStops();
    const [one, two] = [
      stops.enter({ run: 'one', path: 'exec/a' }),
      stops.enter({ run: 'two', path: 'exec/a' }),
    ];
    await requestStops(db, { run: 'one', scopes: ['exec'] });
    await requestStops(db, { run: 'two', scopes: ['exec'] });

    tell('one');
    await expect.poll(() => one.signal.aborted).toBe(true);
    expect(two.signal.aborted).toBe(false);
    tell();
    await expect.poll(() => two.signal.aborted).toBe(true);
  });

  it('reads again what it could not read', async () => {
    const { db, stops, tell } = await openStops();
    const call = stops.enter({ run: 'r', path: 'exec/a' });
    await requestStops(db, { run: 'r', scopes: ['exec/a', 'exec/a', 'exec/b'] });
    const asked = vi.spyOn(SqliteConnection.prototype, 'executeQuery');
    onTestFinished(() => asked.mockRestore());
    asked.mockRejectedValueOnce(new Error('the database is away'));

    tell('r');
    await expect.poll(() => call.signal.aborted, { timeout: 3_000 }).toBe(true);
    expect(asked.mock.calls.length).toBe(2);
  });
});
