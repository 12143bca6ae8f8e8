import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createModelActivities } from '../../../src/activities/call-model.ts';
import { openStore, type Store } from '../../../src/activities/store/open-store.ts';
import { referTo } from '../../../src/core/content.ts';
import type { ModelCall, ModelReply } from '../../../src/core/model-call.ts';
import {
  activityEnvironment,
  endpointAt,
  kitchen,
  modelCall,
  rejection,
  windowOf,
} from './fixtures.ts';
import { following, result, searchTool, twoSearches, withSearch } from './tool-calls.ts';

const [first] = twoSearches;
const oneSearch = { text: 'I will look.', toolCalls: first === undefined ? [] : [first] };

/** A store in a file, as a worker opens it. */
async function fileStore(): Promise<() => Promise<Store>> {
  const folder = await mkdtemp(join(tmpdir(), 'conversation-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return async () => {
    const store = await openStore(join(folder, 'store.db'));
    onTestFinished(() => store.close());
    return store;
  };
}

describe('the conversation of a step', () => {
  it('is read from the ledger by a worker that has seen nothing of it', async () => {
    const { server } = await kitchen([oneSearch, oneSearch, 'It is good.']);
    const open = await fileStore();
    const onNewWorker = async (input: ModelCall): Promise<ModelReply> => {
      const activities = createModelActivities({
        store: await open(),
        endpoint: endpointAt(server.url),
      });
      return await activityEnvironment().run(() => activities.callModel(input));
    };

    const one = await onNewWorker(modelCall(withSearch));
    const two = await onNewWorker(following(one, 2, [result('c1', 'first')]));
    await onNewWorker(following(two, 3, [result('c1', 'second')]));

    const turn = { role: 'assistant', content: 'I will look.', toolCalls: [first] };
    expect(server.requests[2]?.messages).toEqual([
      { role: 'user', content: 'Is it good?' },
      turn,
      { role: 'tool', content: 'first', callId: 'c1', failed: false },
      turn,
      { role: 'tool', content: 'second', callId: 'c1', failed: false },
    ]);
  });

  it('is kept once: each call holds what it adds, and no text of the ones before it', async () => {
    const { call, store } = await kitchen([oneSearch, oneSearch, 'Yes.']);
    const long = 'x'.repeat(5_000);
    await store.messages.put({ id: 'q', author: 'user', role: 'user', content: long, run: 'r' });
    await store.messages.put({ id: 't', author: 'search', role: 'tool', content: long, run: 'r' });

    const one = await call(
      modelCall({ ...withSearch, messages: [{ role: 'user', text: referTo('q', 5_000) }] }),
    );
    const found = { role: 'tool' as const, callId: 'c1', text: referTo('t', 5_000), failed: false };
    const two = await call(following(one, 2, [found]));
    await call(following(two, 3, [result('c1', 'nothing')]));

    const { key } = modelCall();
    const turns = await store.ledger.readTurns({ ...key, number: 4 });
    expect(turns.map(({ input }) => ({ after: input?.after, messages: input?.messages }))).toEqual([
      { after: null, messages: [{ role: 'user', text: referTo('q', 5_000) }] },
      { after: one.message, messages: [found] },
      { after: two.message, messages: [result('c1', 'nothing')] },
    ]);
    expect(JSON.stringify(turns.map(({ input }) => input))).not.toContain('xxxxx');
  });

  it('goes on after a reply without a word, which is left out of it', async () => {
    const { call, server } = await kitchen([{ text: '' }, 'Yes.']);

    const empty = await call(modelCall());
    await call(following(empty, 2, [{ role: 'user', text: 'Please answer.' }], {}));

    expect(server.requests[1]?.messages).toEqual([
      { role: 'user', content: 'Is it good?\n\nPlease answer.' },
    ]);
  });

  it('that this store does not hold fails the call with Message.Missing', async () => {
    const { call, server } = await kitchen(['Yes.']);
    const reply = await call(modelCall());

    const elsewhere = following({ ...reply, message: 'exec/critic#9' }, 2, []);

    expect(await rejection(call(elsewhere))).toMatchObject({
      type: 'Message.Missing',
      nonRetryable: true,
      message: expect.stringMatching(
        /reply exec\/critic#9 of the step 'critic' is not in .*another store/,
      ),
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a turn that was completed before', () => {
  it('is answered from the ledger with the same tool calls', async () => {
    const { call, server } = await kitchen([{ toolCalls: twoSearches }]);

    const turn = await call(modelCall(withSearch));
    const again = await call(modelCall(withSearch));

    expect(again).toEqual(turn);
    expect(again.toolCalls).toHaveLength(2);
    expect(server.requests).toHaveLength(1);
  });

  it('is not mixed up with the one that a reset workflow got instead, in the same words', async () => {
    const other = { ...oneSearch, toolCalls: twoSearches };
    const { call, server } = await kitchen([oneSearch, other, 'Yes.', 'Yes.']);

    const before = await call(modelCall(withSearch));
    const after = await call(
      modelCall({ ...withSearch, messages: [{ role: 'user', text: 'Is it bad?' }] }),
    );
    await call(following(before, 2, []));
    await call(following(after, 2, []));

    expect(after.message).not.toBe(before.message);
    expect(server.requests.slice(2).map(({ messages }) => messages)).toEqual([
      [
        { role: 'user', content: 'Is it good?' },
        { role: 'assistant', content: 'I will look.', toolCalls: [first] },
      ],
      [
        { role: 'user', content: 'Is it bad?' },
        { role: 'assistant', content: 'I will look.', toolCalls: twoSearches },
      ],
    ]);
  });
});

describe('a step with tools in a thread', () => {
  it('adds what the user said and the answer to it, and nothing in between', async () => {
    const { call, store, server } = await kitchen([oneSearch, 'It is good.', 'Bye.']);
    const fields = { ...withSearch, thread: windowOf('talk') };

    const turn = await call(modelCall(fields));
    expect(await store.threads.read('talk')).toEqual([]);
    await call(following(turn, 2, [result('c1', 'found')], fields));
    const key = { execution: 'exec', step: 'next', number: 1 };
    await call(modelCall({ ...fields, thread: windowOf('talk', 2), key }));

    expect((await store.threads.read('talk')).slice(0, 2)).toMatchObject([
      { id: 'exec/critic#input', role: 'user', content: 'Is it good?' },
      { id: 'exec/critic#2', role: 'assistant', content: 'It is good.' },
    ]);
    expect(server.requests[1]?.messages).toHaveLength(3);
    expect(server.requests[2]?.messages.map(({ content }) => content)).toEqual([
      'Is it good?',
      'It is good.',
      'Is it good?',
    ]);
  });
});

describe('the definitions of tools', () => {
  it('may be stored, as they are where they are long', async () => {
    const { call, store, server } = await kitchen(['Yes.']);
    const content = searchTool;
    await store.messages.put({ id: 'tools', author: 'w', role: 'user', content, run: 'r' });

    await call(modelCall({ tools: { registered: referTo('tools', 2_000), memory: false } }));

    expect(server.requests[0]?.tools).toEqual(JSON.parse(searchTool));
  });
});
