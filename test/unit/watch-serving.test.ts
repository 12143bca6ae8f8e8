import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { watchServing } from '../../src/cli/place/watch-serving.ts';

/** A server with one run on an embedded queue: `now` says how it is, `null`: it does not answer. */
function serverWith(now: { status: string; served: boolean | null }) {
  let looks = 0;
  const describeRun = async () => {
    looks += 1;
    return { taskQueue: 'agents.a1', status: { name: now.status } };
  };
  const describeTaskQueue = async () => {
    if (now.served === null) throw new Error('away');
    return { pollers: now.served ? [{ identity: 'a worker' }] : [] };
  };
  const client = {
    options: { namespace: 'default' },
    workflow: { getHandle: () => ({ describe: describeRun }) },
    workflowService: { describeTaskQueue },
  } as unknown as Client;
  /** Waits until the run has been looked at twice more: by then what was found at first is told. */
  const lookedAt = async () => {
    const before = looks;
    await vi.waitUntil(() => looks >= before + 2, { interval: 1 });
  };
  return { client, lookedAt, looks: () => looks };
}

const everyMs = 10;

it('a follower says when nobody serves its run any more, and when somebody does, once each', async () => {
  const now: { status: string; served: boolean | null } = { status: 'RUNNING', served: true };
  const server = serverWith(now);
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line);
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const run = { temporal: server.client, id: 'run/1-Step', isCluster: false };

  await watchServing(run, note, over.signal, everyMs);
  expect(lines).toEqual([]);
  for (const served of [false, null, true, null]) {
    now.served = served;
    await server.lookedAt();
  }
  Object.assign(now, { status: 'COMPLETED', served: false });
  await sleep(5 * everyMs);

  expect(lines).toEqual([
    "Nobody serves run 'run' now: 'durable-agents resume run' continues it.",
    "Run 'run' is served again.",
  ]);
  const looks = server.looks();
  await sleep(5 * everyMs);
  expect(server.looks()).toBe(looks); // a run that has ended is looked at no more
});
