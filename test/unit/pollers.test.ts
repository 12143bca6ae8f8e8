import type { Client } from '@temporalio/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { awaitWorkers, missingWorkers } from '../../src/client/runs/pollers.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { surveyOf } from '../../src/core/kinds/walk.ts';

const survey = surveyOf(parseStep({ kind: 'agent', name: 'A', provider: 'house' }));

/** A server whose queues were polled so long ago; `null`: never. */
function server(secondsAgo: number | null): Client {
  const at = { seconds: Math.floor(Date.now() / 1_000) - (secondsAgo ?? 0), nanos: 5e8 };
  const pollers = secondsAgo === null ? [] : [{ lastAccessTime: at }];
  const describeTaskQueue = () => Promise.resolve({ pollers });
  const options = { namespace: 'default' };
  return { options, workflowService: { describeTaskQueue } } as unknown as Client;
}

it('a run waits for no queue that was polled within the last 70 s', async () => {
  await expect(awaitWorkers(server(59), 'agents', survey)).resolves.toBeUndefined();
});

it.each([null, 90])('a worker last seen %s s ago serves nothing', async (secondsAgo) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const waiting = awaitWorkers(server(secondsAgo), 'agents', survey);
  vi.setSystemTime(Date.now() + 6_000);
  await expect(waiting).rejects.toMatchObject({
    type: 'Worker.Unconfigured',
    message: expect.stringContaining("no worker serves 'agents', 'agents-model-house'"),
  });
});

it('a step as a tool needs a worker for its provider, and none of tools', async () => {
  const step = { kind: 'agent', name: 'B', provider: 'other' } as const;
  const asked = { step, name: 'ask_b', description: 'Asks B.' };
  const needed = async (tools: (string | typeof asked)[]) => {
    const spec = parseStep({ kind: 'agent', name: 'A', provider: 'house', tools });
    return await missingWorkers(server(null), 'agents', surveyOf(spec));
  };
  expect(await needed([asked])).toEqual({
    queues: "'agents', 'agents-model-house', 'agents-model-other'",
    advice: "run 'durable-agents worker --serve workflows,house,other'",
  });
  expect((await needed([asked, 'look']))?.queues).toContain("'agents-tools'");
});
