import type { Client } from '@temporalio/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cancelRun } from '../../src/cli/cancel-run.ts';
import { Interrupted } from '../../src/cli/interrupt.ts';
import { Output } from '../../src/cli/output.ts';
import type { RunHandle } from '../../src/client/runs/run-handle.ts';
import type { ServerClient } from '../../src/client/runs/server-client.ts';

afterEach(() => void vi.useRealTimers());

interface Given {
  cancel?: () => Promise<void>;
  /** Who serves it. */
  pollers?: string[];
  id?: string;
}

/** A run whose statuses are seen one after another, the last again and again. */
function runSeenAs(statuses: string[], { cancel, pollers = ['a worker'], id = 'run' }: Given = {}) {
  const describeRun = async () => ({
    workflowId: id,
    taskQueue: 'agents',
    status: { name: statuses.length > 1 ? statuses.shift() : statuses[0] },
  });
  const temporal = {
    options: { namespace: 'default' },
    workflow: { getHandle: () => ({ describe: describeRun }) },
    withDeadline: (_: number, ask: () => unknown) => ask(),
    workflowService: {
      describeTaskQueue: async () => ({ pollers: pollers.map((identity) => ({ identity })) }),
    },
  } as unknown as Client;
  const interrupted = new AbortController();
  const context = { output: new Output(false, true), interrupted: interrupted.signal };
  const told = vi.fn<() => Promise<void>>(cancel ?? (async () => undefined));
  const handle = { id, cancel: told } as unknown as RunHandle;
  const cancelling = () => cancelRun({ temporal } as ServerClient, handle, context);
  return { cancelling, interrupted, told };
}

describe('a run that is cancelled', () => {
  it.each([
    ['run', "'durable-agents show run'"],
    ['run #3', "`durable-agents show 'run #3'`"],
  ])('%s is shown by a command that a shell takes', async (id, command) => {
    const { cancelling } = runSeenAs(['RUNNING', 'CANCELLED'], { id });
    expect((await cancelling()).text).toContain(command);
  });

  it('and does not end within 30 s is said to go on, with how to look, and status 1', async () => {
    vi.useFakeTimers();
    const { cancelling } = runSeenAs(['RUNNING']);

    const ending = cancelling();
    await vi.advanceTimersByTimeAsync(31_000);

    expect(await ending).toEqual({
      document: { success: null, id: 'run', status: 'running', cancelRequested: true },
      text: expect.stringMatching(/told to end, and has not within 30 s.*show run.*follow run/),
      status: 1,
    });
  });

  it.each([
    ['served', ['a worker']],
    ['not served any more', []],
  ])('ends by itself before it is told to, %s: refused with how it ended', async (_, pollers) => {
    const { cancelling } = runSeenAs(['RUNNING', 'COMPLETED'], { pollers });

    await expect(cancelling()).rejects.toThrow("run 'run' has ended already (completed)");
  });

  it('that nobody serves is not waited for', async () => {
    const { cancelling } = runSeenAs(['RUNNING'], { pollers: [] });

    expect(await cancelling()).toMatchObject({
      document: { success: true, status: 'running', cancelRequested: true },
      text: expect.stringContaining('it ends as soon as somebody does'),
      status: 0,
    });
  });

  it('ends by itself although it was told to: refused too', async () => {
    const { cancelling } = runSeenAs(['RUNNING', 'RUNNING', 'FAILED']);

    await expect(cancelling()).rejects.toThrow("run 'run' has ended already (failed)");
  });

  it('is no answer where the cancel itself has failed', async () => {
    const away = async () => {
      throw new Error('the server is away');
    };

    await expect(runSeenAs(['RUNNING'], { cancel: away }).cancelling()).rejects.toThrow(
      'the server is away',
    );
  });

  it('is waited for until Ctrl-C, and was told to end all the same', async () => {
    const { cancelling, interrupted, told } = runSeenAs(['RUNNING']);

    const ending = cancelling();
    setTimeout(() => interrupted.abort(), 50);

    expect(await ending).toMatchObject({
      document: { success: null, status: 'running', cancelRequested: true },
      text: expect.stringMatching(/^Interrupted\. Run 'run' was told to end, and has not yet/),
      status: 130,
    });
    expect(told).toHaveBeenCalledOnce();
  });

  it('is left alone where Ctrl-C came first', async () => {
    const { cancelling, interrupted, told } = runSeenAs(['RUNNING']);
    interrupted.abort();

    await expect(cancelling()).rejects.toThrow(Interrupted);
    expect(told).not.toHaveBeenCalled();
  });
});
