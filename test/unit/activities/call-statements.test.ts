import { expect, it, onTestFinished, vi } from 'vitest';
import { SqliteConnection } from '../../../src/activities/store/sqlite-connection.ts';
import { kitchen, modelCall, windowOf } from './fixtures.ts';

/** The first words of all statements from now on, in order. */
function watchStatements(): () => string[] {
  const query = vi.spyOn(SqliteConnection.prototype, 'executeQuery');
  const run = vi.spyOn(SqliteConnection.prototype, 'run');
  onTestFinished(() => void vi.restoreAllMocks());
  return () => {
    const queries = query.mock.calls.map(([{ sql }]) => sql);
    const runs = run.mock.calls.map(([sql]) => sql);
    const order = [...query.mock.invocationCallOrder, ...run.mock.invocationCallOrder];
    return [...queries, ...runs]
      .map((sql, index) => ({ sql, at: order[index] ?? 0 }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ sql }) => sql.split(' ').slice(0, 3).join(' '))
      .filter((sql) => sql !== 'pragma data_version'); // the watch for stops, one for all calls
  };
}

const critic = { execution: 'exec', step: 'critic', number: 2 };

it('A plain call asks six statements of the store: one before it, and a transaction after it.', async () => {
  const { call } = await kitchen(['One.', 'Two.']);
  await call(modelCall());
  await new Promise((resolve) => setTimeout(resolve, 100)); // the watch for stops has begun
  const statements = watchStatements();

  await call(modelCall({ key: critic }));

  // That somebody is asked is told by a transaction in between, where the call takes that long.
  const [first, ...then] = statements();
  expect(first).toBe('insert into "model_calls"');
  expect(then.slice(then.lastIndexOf('begin immediate'))).toEqual([
    'begin immediate',
    'insert into "messages"',
    'update "model_calls" set',
    'insert into events',
    'commit',
  ]);
});

it('A call that was made before asks two, and one on a thread reads it in one.', async () => {
  const { call } = await kitchen(['One.', 'Two.']);
  const onThread = modelCall({ thread: windowOf('talk') });
  await call(onThread);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const statements = watchStatements();

  await call(onThread);
  expect(statements()).toHaveLength(2);
  await call(modelCall({ key: critic, thread: windowOf('talk', 2) }));
  expect(statements().slice(2, 4)).toEqual([
    'select "thread", "sequence",',
    'insert into "model_calls"',
  ]);
});
