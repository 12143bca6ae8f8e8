import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, ServiceError } from '@temporalio/client';
import { expect, it } from 'vitest';
import { makeChange, sendChange } from '../../src/client/memory/user-contexts.ts';
import type { FactChange } from '../../src/core/user-context.ts';
import { noFacts, outcomeOf, receive } from '../../src/core/user-facts.ts';

const change = (id: string): FactChange => ({
  ...{ id, setBy: 'client', run: null, change: 'set', key: 'n', value: 1, merge: 'increment' },
});

/** A server that is told changes and asked for outcomes, and what came to it in which order. */
function server({ fails = [] }: { fails?: Error[] } = {}) {
  const came: string[] = [];
  const state = noFacts();
  const signalWithStart = async (_: string, { signalArgs }: { signalArgs: [FactChange[]] }) => {
    await sleep(1);
    const failure = fails.shift();
    if (failure !== undefined) throw failure;
    for (const each of signalArgs[0]) receive(state, each, 'now');
    came.push(signalArgs[0].map(({ id }) => id).join(','));
  };
  const query = async (_: string, ids: string[]) => {
    came.push(`? ${ids.join(',')}`);
    return ids.map((id) => outcomeOf(state, id));
  };
  const workflow = { signalWithStart, getHandle: () => ({ query }) };
  const temporal = { workflow, withDeadline: (_: number, ask: () => unknown) => ask() };
  return { place: { temporal: temporal as unknown as Client, sharedQueue: 'q' }, came, state };
}

function grpcError(code: number, details: string): ServiceError {
  const cause = Object.assign(new Error(details), { code, details, metadata: {} });
  return new ServiceError('Failed to signal', { cause });
}

it('what comes while changes are on their way goes in one signal, in order', async () => {
  const { place, came, state } = server();
  await Promise.all(['a', 'b', 'c', 'd'].map((id) => makeChange(place, 'phil', change(id))));
  expect(came).toEqual(['a', '? a', 'b,c,d', '? b,c,d']);
  expect(state.facts).toMatchObject([{ value: 4 }]);
});

it('changes that nobody waits for are still waited for from time to time', async () => {
  const { place, came } = server();
  for (let index = 0; index < 21; index += 1) await sendChange(place, 'phil', change(`c${index}`));
  await makeChange(place, 'phil', change('last'));
  expect(came.filter((each) => each.startsWith('?'))).toEqual(['? ', '? ', '? last']);
});

it('sends again, with the same ids, what the server could not take for the moment', async () => {
  const fails = [
    grpcError(14, 'connection lost'),
    grpcError(3, 'exceeded workflow execution limit for signal events'),
  ];
  const { place, came } = server({ fails });
  expect(await makeChange(place, 'phil', change('a'))).toEqual({ state: 'applied' });
  expect(came).toEqual(['a', '? a']);
});

it('a signal that the server refuses fails its changes and none after it', async () => {
  const { place, came } = server({ fails: [grpcError(3, 'blob size exceeds the limit')] });
  const [first, second] = await Promise.allSettled(
    ['a', 'b'].map((id) => makeChange(place, 'phil', change(id))),
  );
  expect(first).toMatchObject({ status: 'rejected' });
  expect(second).toEqual({ status: 'fulfilled', value: { state: 'applied' } });
  expect(came).toEqual(['b', '? b']);
});

it('says so where it can not be told any more what became of a change', async () => {
  const { place, state } = server();
  const sent = makeChange(place, 'phil', change('a'));
  state.recent = Object.assign([], { push: () => 0 });
  await expect(sent).rejects.toMatchObject({ type: 'Message.Missing' });
});
