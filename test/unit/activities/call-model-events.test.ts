import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SqliteConnection } from '../../../src/activities/store/sqlite-connection.ts';
import { failure } from '../../../src/core/failures.ts';
import { eventsOf } from '../../support/events-of.ts';
import { kitchen, modelCall, rejection } from './fixtures.ts';

describe('what followers are told of a model call', () => {
  it('does not fail its reply, and is written once it can be', async () => {
    const query = vi.spyOn(SqliteConnection.prototype, 'executeQuery');
    onTestFinished(() => query.mockRestore());
    const connection = () => query.mock.contexts.at(-1) as SqliteConnection | undefined;
    const { server, store, activities, environment } = await kitchen(['It is good.']);
    const { log } = store.events;
    const take = log.take.bind(log);
    log.take = async (run) => {
      const rows = await take(run);
      await connection()?.run('alter table events rename to away');
      return rows;
    };

    const reply = await environment.run(() => activities.callModel(modelCall()));

    expect(reply).toMatchObject({ content: 'It is good.' });
    expect(server.requests).toHaveLength(1);
    await connection()?.run('alter table away rename to events');
    await log.close();
    const types = (await eventsOf(store.events, 'run-1')).map(({ type }) => type);
    expect(types).toEqual(['turn.started', 'turn.ended']);
  });

  it('is not lost where the reply cannot be stored', async () => {
    const { store, call } = await kitchen(['It is good.']);
    store.ledger.complete = () => Promise.reject(failure('Input.Invalid', 'no'));

    await rejection(call(modelCall()));
    await store.events.log.close();

    const rows = await eventsOf(store.events, 'run-1');
    expect(rows.map(({ type }) => type)).toEqual(['turn.started']);
  });

  it('has no text of an attempt that failed', async () => {
    const { store, call } = await kitchen([{ text: 'half an answer that is cut', cut: true }]);
    const turns: string[] = [];
    const { log } = store.events;
    const speak = log.speak.bind(log);
    log.speak = (piece) => {
      turns.push(piece.turn);
      speak(piece);
    };

    await rejection(call(modelCall()));
    await log.close();

    expect(turns.length).toBeGreaterThan(0);
    const read = turns.map((turn) => ({ turn, from: 0 }));
    expect(await store.events.readLiveTexts(read)).toEqual([]);
    expect(log.hush('exec/critic#1')).toBe(false);
  });
});
