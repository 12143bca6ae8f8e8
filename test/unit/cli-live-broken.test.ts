import type { Client } from '@temporalio/client';
import { expect, it, vi } from 'vitest';
import { frameOf } from '../../src/cli/live/frame.ts';
import { Heard } from '../../src/cli/live/heard.ts';
import { Output } from '../../src/cli/output.ts';
import { waitForRun } from '../../src/cli/wait-for-run.ts';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { RunHandle } from '../../src/client/runs/run-handle.ts';
import type { ServerClient } from '../../src/client/runs/server-client.ts';
import type { RunEvent } from '../../src/core/events.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepResult } from '../../src/core/kinds/step.ts';
import { after, byId, called, start, started } from '../support/run-events.ts';

const place = { seq: 1, at: '', run: 'run', path: '', cursor: '1' };
const warned = {
  type: 'warning',
  ...place,
  warning: 'Tool.Omitted',
  message: 'so it is',
} as RunEvent;
const says = { type: 'text.delta', ...place, text: 'half a sent', offset: 0, turn: 1 } as RunEvent;

const result = {
  kind: 'agent',
  name: 'Ann',
  id: 'run',
  success: true,
  content: 'the answer',
  error: null,
  usage: { inputTokens: 1, outputTokens: 1, cachedTokens: 0, reasoningTokens: 0, calls: 1 },
  totalCost: 0,
  unpriced: [],
  totalDurationMs: 1,
  simulated: false,
  warnings: [],
  agentName: 'Ann',
  cost: 0,
  durationMs: 1,
  model: 'm',
  output: null,
  turns: 1,
  toolCalls: 0,
  thread: null,
} as unknown as StepResult<string>;

const failed = {
  ...result,
  success: false,
  content: null,
  error: { type: 'Model.Rejected', message: 'no', agentName: 'Ann', retryable: false },
} as unknown as StepResult<string>;

interface Broken {
  /** Follows the first event. */
  reading: () => Promise<void>;
  result?: StepResult<string>;
}

/** Waits for a run whose histories cannot be read, and whose events only once. */
async function waitWith({ reading, result: ended = result }: Broken) {
  let finish: (value: StepResult<string>) => void = () => {};
  async function* events() {
    yield warned;
    await reading();
  }
  const temporal = { workflow: { getHandle: () => ({ describe: away }) } } as unknown as Client;
  const handle = {
    id: 'run',
    url: null,
    studio: null,
    events,
    result: () => new Promise<StepResult<string>>((resolve) => (finish = resolve)),
  } as unknown as RunHandle;
  const output = new Output(true);
  const notes: string[] = [];
  vi.spyOn(output, 'note').mockImplementation((line) => void notes.push(line));
  const answer = vi.spyOn(output, 'answer').mockResolvedValue();
  const opened = {
    ...{ client: { temporal } as ServerClient, handle, embedded: false },
    broken: new Promise<never>(() => {}),
  };
  const context = { output, interrupted: new AbortController().signal };
  const waiting = waitForRun(opened, {}, context);
  await vi.waitUntil(() => notes.some((line) => line.includes('so it is')));
  await new Promise((resolve) => setTimeout(resolve, 20));
  finish(ended);
  const status = await waiting;
  return { status, notes, document: answer.mock.calls[0]?.[0].document };
}

async function away(): Promise<never> {
  throw new Error('the database is away');
}

it.each([
  ['0', result, 0],
  ['1', failed, 1],
])(
  'a run whose events cannot be read any more still ends with its result and %s',
  async (_, ended, status) => {
    const told = await waitWith({ reading: away, result: ended });

    expect(told.status).toBe(status);
    expect(told.document).toEqual({ ...ended, url: null, studio: null });
    expect(told.notes).toContain(
      'The live view of texts ends here, the run goes on: the database is away',
    );
    expect(told.notes.filter((line) => line.startsWith('The live view of steps'))).toHaveLength(1);
  },
);

it('a run whose events hang, and hear of no stop, does not keep its result back', async () => {
  const told = await waitWith({ reading: () => new Promise(() => {}) });

  expect(told).toMatchObject({ status: 0, document: { content: 'the answer' } });
});

it('what was being said when the events broke off is not shown any more', () => {
  const spec = parseStep({
    ...{ kind: 'parallel', name: 'Pair' },
    agents: [{ kind: 'agent', name: 'A', provider: 'p', model: 'm' }],
  });
  const progress = assemble('run', byId(after('run', started(spec), called('7', 'A', 0))), start);
  const shown = (heard: Heard) => frameOf(progress, heard, { columns: 60, rows: 20 }, start).join();
  const heard = new Heard();
  heard.hear({ ...says, path: 'A' });
  heard.hear({ ...place, path: 'A', type: 'tool.called', id: '1', name: 'weather', args: '{}' });
  expect(shown(heard)).toMatch(/half a sent.*waits for weather/);

  heard.forgetSpoken();

  expect(shown(heard)).not.toMatch(/half|weather/);
});
