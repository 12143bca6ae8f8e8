import { type Client, WorkflowFailedError } from '@temporalio/client';
import { TimeoutFailure, TimeoutType } from '@temporalio/common';
import { expect, it, vi } from 'vitest';
import { fillTexts } from '../../src/client/runs/fill-result.ts';

const wire = { content: { parts: [{ message: 'm-1', bytes: 5_000 }] } };

function reader(execute: () => Promise<unknown>) {
  const spy = vi.fn<() => Promise<unknown>>(execute);
  const temporal = { workflow: { execute: spy } } as unknown as Client;
  return { spy, reader: { temporal, sharedQueue: 'agents-shared.0badcafe' } };
}

it('texts are read on the queue of their store, for 30 s at most', async () => {
  const given = reader(() => Promise.resolve([{ id: 'm-1', text: 'long' }]));
  expect(await fillTexts(given.reader, wire)).toEqual({ content: 'long' });
  expect(given.spy).toHaveBeenCalledWith(
    'readMessages',
    expect.objectContaining({
      taskQueue: 'agents-shared.0badcafe',
      workflowExecutionTimeout: '30s',
    }),
  );
});

it('texts that nobody reads fail with Worker.Unconfigured, naming queue and command', async () => {
  const timeout = new TimeoutFailure('late', undefined, TimeoutType.START_TO_CLOSE);
  const given = reader(() => Promise.reject(new WorkflowFailedError('failed', timeout, 'TIMEOUT')));
  const failed = fillTexts(given.reader, wire);
  await expect(failed).rejects.toMatchObject({ type: 'Worker.Unconfigured', nonRetryable: false });
  await expect(failed).rejects.toThrow(
    /'agents-shared\.0badcafe'.*durable-agents worker --serve workflows/,
  );
});
