import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool, type Tool, type ToolContext } from '../../src/index.ts';
import { Agent, Failure, failureType, ParallelAgents } from '../../src/client/index.ts';
import type { ScriptedAnswer } from '../../src/testing/index.ts';
import { type LiveWorld, openWorld, until } from '../support/live-world.ts';
import { countOf, exportHistory, ofType, readRun } from '../support/run-history.ts';

/** What `note` has been called with since the last look. */
const notes: { text: string; context: ToolContext }[] = [];
let running = 0;
let mostRunning = 0;
let aborted = 0;
let failuresLeft = 0;

const note = defineTool({
  name: 'note',
  description: 'Takes a note.',
  input: z.object({ text: z.string() }),
  execute: async ({ text }, context) => {
    notes.push({ text, context });
    mostRunning = Math.max(mostRunning, ++running);
    await sleep(50);
    running -= 1;
    return `noted: ${text}`;
  },
});

const flaky = defineTool({
  name: 'flaky',
  description: 'Fails at first.',
  input: z.object({}),
  execute() {
    if (failuresLeft-- > 0) throw new Error('the line is busy');
    return 'connected';
  },
  maxAttempts: 2,
});

const endless = defineTool({
  name: 'endless',
  description: 'Never ends.',
  input: z.object({}),
  async execute(_, { signal }) {
    signal.addEventListener('abort', () => aborted++);
    await sleep(60_000, undefined, { signal });
  },
});

const long = defineTool({
  name: 'long',
  description: 'Says much.',
  input: z.object({ n: z.int() }),
  execute: ({ n }) => `${n} `.repeat(1_400),
});

const tools: Tool[] = [note, flaky, endless, long];
let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld({ tools });
});
afterAll(() => world.close());
beforeEach(() => {
  world.cast();
  notes.length = 0;
  [running, mostRunning, aborted] = [0, 0, 0];
});

const by = () => ({ client: world.client });
const agent = (name: string, more: object = {}) =>
  new Agent({ name, provider: 'responses', tools: ['note'], ...more });
const asks = (...calls: [name: string, args: unknown][]): ScriptedAnswer => ({
  toolCalls: calls.map(([name, args]) => ({ name, arguments: args })),
});

describe('an agent with tools', () => {
  it.each(['responses', 'chat', 'messages'])(
    'has them carried out, in parallel, and answers from what they gave (%s)',
    async (provider) => {
      world.cast({ Ann: [asks(['note', { text: 'a' }], ['note', { text: 'b' }]), 'Both noted.'] });
      const result = await agent('Ann', { provider }).chat('Note a and b.', by());
      expect(result).toMatchObject({
        success: true,
        content: 'Both noted.',
        turns: 2,
        toolCalls: 2,
      });
      expect(result.usage.calls).toBe(2);
      expect(mostRunning).toBe(2);
      const [first, second] = world.askedBy('Ann');
      expect(first?.tools.map(({ name }) => name)).toEqual(['note']);
      expect(second?.messages.filter(({ role }) => role === 'tool')).toMatchObject([
        { content: 'noted: a' },
        { content: 'noted: b' },
      ]);
    },
  );

  it('is told of bad arguments, and mends them', async () => {
    world.cast({ Ann: [asks(['note', { txt: 'a' }]), asks(['note', { text: 'a' }]), 'ok'] });
    const result = await agent('Ann').chat('Note a.', by());
    expect(result).toMatchObject({ success: true, content: 'ok', turns: 3 });
    const told = world.askedBy('Ann')[1]?.messages.at(-1);
    expect(told?.content).toMatch(/^Error: the arguments of 'note' are not valid: text: /);
    expect(notes.map(({ text }) => text)).toEqual(['a']);
  });

  it('gets a tool that fails tried again, and is told when the attempts are used up', async () => {
    failuresLeft = 1;
    world.cast({ Ann: [asks(['flaky', {}]), 'done'] });
    await agent('Ann', { tools: ['flaky'] }).chat('Call.', by());
    expect(world.askedBy('Ann')[1]?.messages.at(-1)?.content).toBe('connected');
    failuresLeft = 2;
    world.cast({ Ann: [asks(['flaky', {}]), 'Nobody answers.'] });
    const result = await agent('Ann', { tools: ['flaky'] }).chat('Call.', by());
    expect(result).toMatchObject({ success: true, content: 'Nobody answers.' });
    expect(world.askedBy('Ann')[1]?.messages.at(-1)?.content).toBe(
      "Error: tool 'flaky' failed: the line is busy",
    );
  });

  it('tells its tools who calls, with a key of each call', async () => {
    world.cast({ Ann: [asks(['note', { text: 'a' }], ['note', { text: 'b' }]), 'ok'] });
    await agent('Ann').chat('Go', { ...by(), id: 'who-calls' });
    const [one, two] = notes.map(({ context }) => context);
    expect(one).toMatchObject({ agentName: 'Ann', run: 'who-calls', user: null, fencing: null });
    expect(one?.idempotencyKey).not.toBe(two?.idempotencyKey);
  });

  it('ends at maxTurns with a result that says why', async () => {
    world.cast({ Ann: asks(['note', { text: 'again' }]) });
    const result = await agent('Ann', { maxTurns: 2 }).chat('Go', by());
    expect(result).toMatchObject({ success: false, turns: 2, toolCalls: 1 });
    expect(result.error).toMatchObject({
      type: Failure.replyUnusable,
      message: expect.stringContaining('the last of its 2 turns'),
    });
    expect(result.totalCost).toBe(2);
  });

  it('inside a pattern is a run of its own, found under its path', async () => {
    world.cast({ Ann: [asks(['note', { text: 'a' }]), 'noted'] });
    const both = new ParallelAgents([agent('Ann'), agent('Bo', { tools: [] })]);
    const result = await both.chat('Go', { ...by(), id: 'with-tools' });
    expect(result.contents).toEqual({ Ann: 'noted', Bo: 'from Bo' });
    const child = await world.temporal.workflow.getHandle('with-tools/Ann').describe();
    expect(child.status.name).toBe('COMPLETED');
  });

  it('whose run is cancelled has its tool stopped', async () => {
    world.cast({ Ann: [asks(['endless', {}]), 'never'] });
    const handle = await world.client.start(agent('Ann', { tools: ['endless'] }), 'Go');
    await until(() => world.model.requests.length === 1, 'the first call');
    await sleep(500);
    await handle.cancel();
    const result = await handle.result();
    expect(result).toMatchObject({ success: false, error: { type: Failure.runCancelled } });
    expect(aborted).toBe(1);
  });

  it('that names a tool nobody has registered is refused before anything starts', async () => {
    const refused = agent('Ann', { tools: ['tides'] }).chat('Go', by());
    await expect(refused).rejects.toThrow(/no tool 'tides' is registered.*registered: note, flaky/);
    expect(failureType(await refused.catch((error: unknown) => error))).toBe(Failure.inputInvalid);
  });

  it('may write long arguments, which stand in its history once', async () => {
    const text = `<marker> ${'word '.repeat(2_000)}`;
    world.cast({ Ann: [asks(['note', { text }]), 'noted'] });
    await agent('Ann').chat('Go', { ...by(), id: 'long-arguments' });
    expect(notes.map((each) => each.text)).toEqual([text]);
    const events = await readRun(world.temporal, 'long-arguments');
    const scheduled = ofType(events, 'ACTIVITY_TASK_SCHEDULED');
    expect(countOf('<marker>', scheduled)).toBe(0);
  });

  it('has a history that grows with its turns, not with their square', async () => {
    const bytesOf = async (turns: number) => {
      const script = Array.from({ length: turns }, (_, n) => asks(['long', { n }]));
      world.cast({ Ann: [...script, 'done'] });
      const id = `history-${turns}`;
      const spec = agent('Ann', { tools: ['long'], maxTurns: turns + 1, timeout: '5m' });
      expect(await spec.chat('Go', { ...by(), id })).toMatchObject({ success: true });
      return JSON.stringify(await exportHistory(world.temporal, id)).length;
    };
    const [ten, twenty, forty] = [await bytesOf(10), await bytesOf(20), await bytesOf(40)];
    expect((forty - twenty) / (twenty - ten)).toBeLessThan(2.2);
  });
});
