import { describe, expect, it, vi } from 'vitest';
import { Output } from '../../src/cli/output.ts';
import { waitForRun } from '../../src/cli/wait-for-run.ts';
import { writeEvents } from '../../src/cli/write-events.ts';
import type { RunHandle } from '../../src/client/runs/run-handle.ts';
import type { ServerClient } from '../../src/client/runs/server-client.ts';
import type { RunEvent } from '../../src/core/events.ts';

const place = { seq: 7, at: '', run: 'run', path: '', cursor: '7' };
const stepPlace = { ...place, path: 'Ann' };
const began = { ...stepPlace, type: 'step.started', kind: 'agent', title: 'Ann' } as RunEvent;
const ended = (type: 'run.ended' | 'step.ended', success: boolean) =>
  ({ ...(type === 'step.ended' ? stepPlace : place), type, success, error: null }) as RunEvent;

/** A run that tells these events, and ends so. */
function handleOf(id: string, events: readonly RunEvent[], success: boolean) {
  async function* told() {
    yield* events;
  }
  return {
    id,
    url: null,
    studio: null,
    events: told,
    result: async () => ({ success }),
  } as unknown as RunHandle;
}

function contextOf(signal = new AbortController().signal) {
  const output = new Output(false);
  vi.spyOn(output, 'line').mockResolvedValue();
  const notes: string[] = [];
  vi.spyOn(output, 'note').mockImplementation((line) => void notes.push(line));
  return { context: { output, interrupted: signal }, notes };
}

const interruption = vi.fn<(follow: string) => 130>(() => 130);

describe('the exit status of events', () => {
  it.each([
    ['the end of the run', 'run', [ended('run.ended', false)], true, 1],
    ['its result, behind its end', 'run', [], false, 1],
    ['its result, behind its end', 'run', [], true, 0],
    ['the end of a step', 'run/Ann', [began, ended('step.ended', false)], true, 1],
    ['the end of a step', 'run/Ann', [began, ended('step.ended', true)], false, 0],
    ['the result of a step, behind its end', 'run/Ann', [ended('run.ended', false)], true, 0],
  ] as const)('is that of %s', async (...[, id, events, success, status]) => {
    const handle = handleOf(id, events, success);

    expect(await writeEvents({ handle, interruption }, contextOf().context)).toBe(status);
  });
});

describe('events that Ctrl-C ends', () => {
  const aborted = AbortSignal.abort();

  it.each([
    [[began], undefined, 'durable-agents follow run --events --after 7'],
    [[], '3', 'durable-agents follow run --events --after 3'],
    [[], undefined, 'durable-agents follow run --events'],
  ])('are followed further behind the last one', async (events, after, follow) => {
    const handle = handleOf('run', events, true);

    const status = await writeEvents({ handle, after, interruption }, contextOf(aborted).context);

    expect(status).toBe(130);
    expect(interruption).toHaveBeenLastCalledWith(follow);
  });

  it.each([
    [[], "Run 'run' is kept; 'durable-agents resume run' continues it."],
    [
      ['1@elsewhere'],
      "Run 'run' goes on, as another process serves it; 'durable-agents follow run --events --after 7' follows it further.",
    ],
  ])('are of a run that %j serve', async (workers, what) => {
    const { context, notes } = contextOf(aborted);
    const opened = {
      client: clientServedBy(workers),
      handle: handleOf('run', [began], true),
      embedded: false,
      broken: new Promise<never>(() => {}),
    };

    expect(await waitForRun(opened, { events: true }, context)).toBe(130);
    expect(notes.at(-1)).toContain(what);
  });
});

function clientServedBy(workers: readonly string[]): ServerClient {
  const pollers = workers.map((identity) => ({ identity }));
  const temporal = {
    options: { namespace: 'default' },
    workflow: { getHandle: () => ({ describe: async () => ({ taskQueue: 'q' }) }) },
    workflowService: { describeTaskQueue: async () => ({ pollers }) },
    withDeadline: async (_: number, ask: () => Promise<unknown>) => await ask(),
  };
  return { temporal } as unknown as ServerClient;
}
