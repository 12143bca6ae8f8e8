import { describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../../src/core/events.ts';
import { Cancellations } from '../../../src/service/doors/mcp/cancellations.ts';
import { Progress } from '../../../src/service/doors/mcp/progress.ts';
import { RecentMessages } from '../../../src/service/doors/mcp/recent-messages.ts';
import { toolNames } from '../../../src/service/doors/mcp/tool-names.ts';
import { whileRead } from '../../../src/service/doors/mcp/while-read.ts';
import { Waiting } from '../../../src/service/waiting.ts';

const nothingTaken: ReadonlySet<string> = new Set();

describe('the name of a tool', () => {
  it('is the name of its team where every client takes it', () => {
    expect([...toolNames(['research-team', 'a_1'], nothingTaken).keys()]).toEqual([
      'research-team',
      'a_1',
    ]);
  });

  it('is legal and another for each team, however they are called', () => {
    const teams = ['Tea & Co', 'Tea / Co', 'Tea_Co', 'Ünï', '茶', 'x'.repeat(200), 'x'.repeat(201)];
    const names = [...toolNames(teams, nothingTaken).keys()];
    expect(new Set(names).size).toBe(teams.length);
    for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  });

  it('is the same whatever teams stand beside, and never that of another tool', () => {
    const [alone] = toolNames(['Tea & Co'], nothingTaken).keys();
    const [beside] = toolNames(['Tea & Co', 'Tea / Co'], nothingTaken).keys();
    expect(beside).toBe(alone);
    const [renamed] = toolNames(['list_runs'], new Set(['list_runs'])).keys();
    expect(renamed).toMatch(/^list_runs_[0-9a-f]{6}$/);
  });
});

describe('progress', () => {
  const at = (path: string, body: object) => ({ path, run: 'r', seq: 1, ...body }) as RunEvent;
  const turn = at('1-Bob', { type: 'turn.started', agent: 'Bob' });

  it('says who speaks, and what is being said when somebody asks', () => {
    const progress = new Progress();
    progress.take(at('1-Bob', { type: 'step.started', kind: 'agent', title: '1-Bob' }));
    expect(progress.take(turn)).toBe('Bob is answering (1-Bob)');
    expect(
      progress.take(at('1-Bob', { type: 'text.delta', text: 'Hello\u001b[31m\nyou' })),
    ).toBeNull();
    expect(progress.now).toBe('Bob: Hello [31m you');
    const done = { type: 'step.ended', success: true, error: null, cost: 0.5, durationMs: 1_500 };
    expect(progress.take(at('1-Bob', done))).toBe('1-Bob is done: 1.5 s, $0.5000');
    expect(progress.now).toBe('it goes on');
  });

  it('begins anew with a turn that is asked again', () => {
    const progress = new Progress();
    progress.take(turn);
    progress.take(at('1-Bob', { type: 'text.delta', text: 'Hel' }));
    expect(progress.take(at('1-Bob', { type: 'turn.retried', reason: 'cut' }))).toBe(
      'Bob is asked again: cut',
    );
    expect(progress.now).toBe('Bob is answering');
  });
});

describe('a run that asks', () => {
  const asked = { type: 'question.asked', id: 'q', path: '2-Ada' } as RunEvent;
  const speaking = { type: 'turn.started', path: '1-Bob' } as RunEvent;
  const silent = { type: 'turn.ended', path: '1-Bob' } as RunEvent;

  it('is interrupted when nothing else goes on for a moment', () => {
    let now = 0;
    const waiting = new Waiting(() => now);
    waiting.take(speaking);
    expect(waiting.dueIn()).toBeNull();
    waiting.take(asked);
    expect(waiting.dueIn()).toBe(10_000);
    now = 2_000;
    waiting.take(silent);
    expect(waiting.dueIn()).toBe(500);
    waiting.take({ ...asked, type: 'question.answered' } as RunEvent);
    expect(waiting.dueIn()).toBeNull();
  });
});

describe('a cancellation', () => {
  it('counts when it was meant, and not when a client has lost its patience', () => {
    const cancellations = new Cancellations();
    const transport = {} as Parameters<Cancellations['listen']>[0];
    cancellations.listen(transport);
    const cancel = (requestId: number, reason?: string) =>
      transport.onmessage?.({
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId, ...(reason !== undefined && { reason }) },
      });
    cancel(1, 'the user has pressed stop');
    cancel(2, 'McpError: MCP error -32001: Request timed out');
    cancel(3);
    expect([1, 2, 3].map((call) => cancellations.has(call))).toEqual([true, false, true]);
    cancellations.forget(1);
    expect(cancellations.has(1)).toBe(false);
  });
});

describe('messages for who comes back', () => {
  const message = (text: string) => ({ jsonrpc: '2.0' as const, method: text });

  it('are those of its stream behind the last one that it has', async () => {
    const recent = new RecentMessages();
    const first = await recent.storeEvent('a', message('one'));
    await recent.storeEvent('b', message('of another stream'));
    await recent.storeEvent('a', message('two'));
    const send = vi.fn<(id: string, sent: object) => Promise<void>>(() => Promise.resolve());
    expect(await recent.replayEventsAfter(first, { send })).toBe('a');
    expect(send.mock.calls.map(([, sent]) => sent)).toEqual([message('two')]);
  });

  it('are bounded', async () => {
    const recent = new RecentMessages();
    const first = await recent.storeEvent('a', message('first'));
    for (let each = 0; each < 300; each += 1) await recent.storeEvent('a', message('x'));
    const send = vi.fn<() => Promise<void>>(() => Promise.resolve());
    await recent.replayEventsAfter(first, { send });
    expect(send).toHaveBeenCalledTimes(200);
  });
});

it('knows whether an answer is being read: to its end, until the reader has gone, or until it breaks off', async () => {
  const [told, logged]: [boolean[], string[]] = [[], []];
  const log = (line: string) => void logged.push(line);
  const tell = (reading: boolean) => void told.push(reading);
  expect(await whileRead(new Response('hello'), tell, log).text()).toBe('hello');
  expect(told).toEqual([true, false]);
  const left = whileRead(new Response(new ReadableStream()), tell, log);
  await left.body?.cancel();
  expect(told).toEqual([true, false, true, false]);
  whileRead(new Response(null, { status: 202 }), tell, log);
  expect(told).toHaveLength(4);
  expect(logged).toEqual([]);
  const breaking = new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from('so far')),
    pull: () => Promise.reject(new Error('the inside')),
  });
  expect(await whileRead(new Response(breaking), tell, log).text()).toBe('so far');
  expect(told.slice(4)).toEqual([true, false]);
  expect(logged).toEqual(['an MCP stream has broken off: the inside']);
});
