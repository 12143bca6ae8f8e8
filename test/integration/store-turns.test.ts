import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import { noUsage } from '../../src/core/usage.ts';
import { databases } from '../support/databases.ts';

const key = { execution: 'exec', step: 'critic', number: 1, requestHash: 'a'.repeat(64) };

const started = {
  ...key,
  owner: { run: 'run', workflow: 'run', user: null },
  agentName: 'Critic',
  provider: 'house',
  model: 'm',
  simulated: false,
  input: { after: null, messages: [{ role: 'user' as const, text: 'Is it good?' }] },
  workflowRun: 'run-id',
  path: 'exec/critic',
};

const turn = {
  toolCalls: [{ id: 'c1', name: 'search', arguments: '{"query": "a\0\ud800 “b”' }],
  replay: { api: 'messages' as const, items: [{ type: 'thinking', thinking: 'Hm.' }] },
};

const answered = {
  ...key,
  run: 'run',
  agentName: 'Critic',
  content: '',
  turn,
  model: 'm',
  usage: { ...noUsage, calls: 1 },
  cacheWriteTokens: 0,
  cost: null,
  simulated: false,
  durationMs: 5,
  problem: null,
  warnings: [],
  thread: null,
  told: { path: '', rows: [], spoke: false, field: null },
};

describe.each(databases)('a turn in a store on $name', (database) => {
  describe.skipIf(database.missing !== '')('where it is installed', () => {
    let store: Store;
    let remove: () => void;

    beforeEach(async () => {
      const created = await database.create();
      remove = () => created.remove();
      store = await openStore(created.url);
    });
    afterEach(async () => {
      await store.close();
      remove();
    });

    it('is read as it was written, whatever its model has put into the arguments', async () => {
      await store.ledger.start(started);
      const reply = await store.ledger.complete(answered);

      expect(reply.toolCalls).toEqual(turn.toolCalls);
      expect(await store.ledger.findCompleted(key)).toEqual(reply);
      expect(await store.ledger.readTurns({ ...key, number: 2 })).toEqual([
        {
          message: 'exec/critic#1',
          input: started.input,
          content: '',
          turn,
          provider: started.provider,
        },
      ]);
    });

    it('is stored once by two attempts that end together', async () => {
      await store.ledger.start(started);
      const other = { ...answered, turn: { toolCalls: [], replay: null }, content: 'Yes.' };

      const replies = await Promise.all([
        store.ledger.complete(answered),
        store.ledger.complete(other),
      ]);

      expect(replies[1]).toEqual(replies[0]);
      expect(await store.ledger.readTurns({ ...key, number: 2 })).toHaveLength(1);
    });

    it('is listed with its run, in the order of the events that turns began with', async () => {
      const { log } = store.events;
      const begin = async (number: number, step: string) => {
        await store.ledger.start({ ...started, number, step });
        const about = { agent: 'Critic', provider: 'house', model: 'm', attempt: 1 };
        const name = `exec/${step}#${number}`;
        const event = { type: 'turn.started', ...about, key: `${name}@1`, path: step } as const;
        log.tell('run', [event], name);
        await log.write('run', []);
      };
      await begin(1, 'critic');
      await begin(2, 'critic');
      await begin(1, 'writer');
      await store.ledger.fail({ ...key, number: 2 }, 'Model.Rejected');
      await store.ledger.complete(answered);

      const turns = await store.ledger.turnsOf('run');

      expect(turns).toMatchObject([
        { turn: 'critic/1', seq: 1, state: 'done', attempt: 1, usage: { calls: 1 }, durationMs: 5 },
        { turn: 'critic/2', seq: 2, state: 'failed', attempt: 1, error: 'Model.Rejected' },
        { turn: 'writer/1', seq: 3, state: 'running', usage: null, cost: null },
      ]);
      expect(await store.ledger.textsOf(turns[0]!.key)).toMatchObject({ content: '' });
      expect(await store.ledger.turnsOf('elsewhere')).toEqual([]);
    });

    it('is one of many that are read in order, those of later calls not among them', async () => {
      for (let number = 1; number <= 45; number += 1) {
        await store.ledger.start({ ...started, number });
        await store.ledger.complete({ ...answered, number, content: `reply ${number}` });
      }

      const turns = await store.ledger.readTurns({ ...key, number: 43 });

      expect(turns.map(({ content }) => content)).toEqual(
        Array.from({ length: 42 }, (_, index) => `reply ${index + 1}`),
      );
    });
  });
});
