import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { HttpAgent, type BaseEvent, type Message } from '@ag-ui/client';
import { EventSchemas } from '@ag-ui/core/schemas';
import { z } from 'zod';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defineTool } from '../../src/index.ts';
import { blocksOf } from '../package/snippets/blocks.ts';
import { openTeamsWorld, type TeamsWorld } from '../support/service-world.ts';

const provider = 'chat';
const agent = (name: string) => ({ kind: 'agent', name, provider });

const teams = {
  solo: agent('Ann'),
  duo: { kind: 'pipeline', name: 'Duo', steps: [agent('Bob'), agent('Ann')] },
  pair: { kind: 'parallel', name: 'Pair', agents: [agent('Bob'), agent('Ann')] },
  asking: {
    kind: 'pipeline',
    name: 'Asking',
    steps: [
      agent('Bob'),
      {
        kind: 'person',
        name: 'Editor',
        question: 'How long is it to be?',
        choices: ['short', 'long'],
      },
      agent('Ann'),
    ],
  },
  paying: { ...agent('Clerk'), tools: ['pay'], approve: 'all' },
};

const pay = defineTool({
  name: 'pay',
  description: 'Pays.',
  input: z.object({ euros: z.int() }),
  execute: ({ euros }) => `paid ${euros}`,
});

let world: TeamsWorld;
beforeAll(async () => {
  world = await openTeamsWorld(teams, {}, { tools: [pay] });
});
afterAll(async () => {
  await world.close();
});

let threads = 0;

/** A front end with a conversation of its own. */
function frontEnd(team: string) {
  threads += 1;
  const agent = new HttpAgent({
    url: `${world.server.url}/ag-ui/${team}`,
    threadId: `t${threads}`,
  });
  const events: BaseEvent[] = [];
  agent.subscribe({ onEvent: ({ event }) => void events.push(event) });
  const ask = (text: string) =>
    agent.addMessage({ id: `ask-${text}`, role: 'user', content: text });
  return { agent, events, ask, types: () => events.map(({ type }) => type as string) };
}

const said = (messages: readonly Message[]) =>
  messages.flatMap(({ role, content }) => (role === 'assistant' && content ? [content] : []));

it('gives the answer of one agent as a message of the run, with what it has cost', async () => {
  world.cast({ Ann: { text: 'Good day to you.', pace: { characters: 4, everyMs: 100 } } });
  const { agent, ask, types, events } = frontEnd('solo');
  ask('Hello?');
  const { result } = await agent.runAgent({ runId: 'r1' });
  expect(said(agent.messages)).toEqual(['Good day to you.']);
  expect(result).toMatchObject({ kind: 'agent', content: 'Good day to you.', simulated: false });
  expect(types()).toEqual(
    expect.arrayContaining(['RUN_STARTED', 'TEXT_MESSAGE_CONTENT', 'RUN_FINISHED']),
  );
  expect(types()).not.toContain('SUBAGENT_STARTED');
  for (const event of events) EventSchemas.parse(event);
  expect(agent.state).toMatchObject({ run: { team: 'solo' } });
});

it('tells earlier messages to the team, and not what its agents said on the way', async () => {
  world.cast({ Bob: 'a draft', Ann: ['the first answer', 'the second answer'] });
  const { agent, ask } = frontEnd('duo');
  ask('First?');
  await agent.runAgent();
  expect(said(agent.messages)).toEqual(['a draft', 'the first answer']);
  ask('Second?');
  await agent.runAgent({ context: [{ description: 'the weather', value: 'rain' }] });
  const [asked] = world.askedBy('Bob').slice(-1);
  const text = JSON.stringify(asked?.body);
  expect(text).toContain('Second?');
  expect(text).toContain('the first answer');
  expect(text).toContain('rain');
  expect(text).not.toContain('a draft');
});

it('shows the agents of a team as subagents, and the answer that none of them says at the end', async () => {
  world.cast({ Bob: 'from Bob', Ann: 'from Ann' });
  const { agent, ask, types, events } = frontEnd('pair');
  ask('Well?');
  await agent.runAgent();
  const started = events.filter(({ type }) => (type as string) === 'SUBAGENT_STARTED');
  expect(started.map(({ name }) => String(name)).toSorted()).toEqual(['Ann', 'Bob']);
  expect(types().filter((type) => type === 'STEP_FINISHED')).toHaveLength(2);
  const last = agent.messages.at(-1);
  expect(last).not.toHaveProperty('subagentRunId');
  expect(last?.content).toContain('from Bob');
  expect(last?.content).toContain('from Ann');
});

it('interrupts the run with a question, and goes on with the answer where it was', async () => {
  world.cast({ Bob: 'a long text', Ann: 'a short text' });
  const { agent, ask, types, events } = frontEnd('asking');
  ask('Write!');
  await agent.runAgent({ runId: 'first' });
  const [interrupt] = agent.pendingInterrupts;
  expect(interrupt).toMatchObject({
    reason: 'question',
    message: 'How long is it to be?',
    responseSchema: { properties: { answer: { enum: ['short', 'long'] } } },
  });
  const before = events.length;
  const id = interrupt?.id ?? '';
  await agent.runAgent({
    resume: [{ interruptId: id, status: 'resolved', payload: { answer: 'short' } }],
  });
  expect(said(agent.messages)).toEqual(['a long text', 'a short text']);
  expect(
    types()
      .slice(before)
      .filter((type) => type === 'TEXT_MESSAGE_START'),
  ).toHaveLength(1);
  expect(world.askedBy('Bob')).toHaveLength(1);
  expect(JSON.stringify(world.askedBy('Ann')[0]?.body)).toContain('short');
});

it('refuses an answer that is none of the choices before the run goes on', async () => {
  world.cast({ Bob: 'x' });
  const { agent, ask } = frontEnd('asking');
  ask('Write!');
  await agent.runAgent();
  const id = agent.pendingInterrupts[0]?.id ?? '';
  const wrong = { interruptId: id, status: 'resolved' as const, payload: { answer: 'middling' } };
  await expect(agent.runAgent({ resume: [wrong] })).rejects.toThrow(/HTTP 422.*short/s);
  const runs = await world.client.runs.list({ waiting: true });
  await world.client.handle(runs[0]?.id ?? '').cancel();
});

it('asks for an approval with the tool call that it is about, and shows its result', async () => {
  const call = { toolCalls: [{ name: 'pay', arguments: { euros: 7 } }] };
  world.cast({ Clerk: [call, 'It is paid.'] });
  const { agent, ask, events } = frontEnd('paying');
  ask('Pay 7.');
  await agent.runAgent();
  const [interrupt] = agent.pendingInterrupts;
  const start = events.find(({ type }) => (type as string) === 'TOOL_CALL_START');
  expect(interrupt).toMatchObject({ reason: 'approval', toolCallId: start?.['toolCallId'] });
  const resume = [
    { interruptId: interrupt?.id ?? '', status: 'resolved' as const, payload: { approved: true } },
  ];
  await agent.runAgent({ resume });
  expect(agent.messages.find(({ role }) => role === 'tool')?.content).toContain('paid 7');
  expect(said(agent.messages).at(-1)).toBe('It is paid.');
});

it('takes an abandoned question for the end of the run, and what is asked then for another one', async () => {
  world.cast({ Bob: 'x', Ann: 'y' });
  const { agent, ask, events } = frontEnd('asking');
  ask('Write!');
  await agent.runAgent();
  const cancelled = (id = '') => [{ interruptId: id, status: 'cancelled' as const }];
  await agent.runAgent({ resume: cancelled(agent.pendingInterrupts[0]?.id) });
  expect(events.at(-1)).toMatchObject({ type: 'RUN_FINISHED', outcome: { type: 'cancelled' } });
  ask('Write again!');
  await agent.runAgent();
  const first = agent.pendingInterrupts[0];
  ask('Write something else!');
  await agent.runAgent({ resume: cancelled(first?.id) });
  expect(JSON.stringify(world.askedBy('Bob').at(-1)?.body)).toContain('something else');
  await world.client.handle(agent.pendingInterrupts[0]?.metadata?.['run'] as string).cancel();
});

it('goes on when the client has gone, and tells the same run from its beginning when it is asked again', async () => {
  world.cast({ Ann: { text: 'An answer that takes its time.', delayMs: 500 } });
  const body = {
    threadId: 'gone',
    runId: 'r',
    messages: [{ id: 'm', role: 'user', content: 'Hm?' }],
  };
  const gone = new AbortController();
  const request = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  };
  const url = `${world.server.url}/ag-ui/solo`;
  const first = await fetch(url, { ...request, signal: gone.signal });
  gone.abort();
  const again = await fetch(url, request);
  expect(again.headers.get('x-run-id')).toBe(first.headers.get('x-run-id'));
  const text = await again.text();
  expect(text).toContain('An answer that takes its time.');
  expect(text).toContain('"type":"RUN_FINISHED"');
  expect(world.askedBy('Ann')).toHaveLength(1);
});

it('tells a failed run as an error with its type and its id', async () => {
  world.cast({ Ann: { status: 400, error: 'no such model' } });
  const { agent, ask, events } = frontEnd('solo');
  ask('Hello?');
  await agent.runAgent();
  const [last] = events.slice(-1);
  expect(last).toMatchObject({ type: 'RUN_ERROR', code: 'Model.Rejected' });
  expect(last?.['message']).toMatch(/no such model.* \(run solo-/);
});

it.each([
  ['a team that is none', 'nobody', { threadId: 't', runId: 'r', messages: [] }, 404],
  ['a body that is no run', 'solo', { threadId: 't', messages: [] }, 422],
  ['a conversation in which nobody asks', 'solo', { threadId: 't', runId: 'r', messages: [] }, 422],
  [
    'an interrupt of nobody',
    'solo',
    {
      threadId: 't',
      runId: 'r',
      messages: [],
      resume: [{ interruptId: 'a/1/b/c', status: 'resolved' }],
    },
    422,
  ],
])('refuses %s before the stream begins', async (_, team, body, status) => {
  const refused = await world.call('POST', `/ag-ui/${team}`, body);
  expect(refused.status).toBe(status);
  expect(await refused.json()).toHaveProperty('error.message');
});

it('serves its official client as docs/ag-ui.md shows', async () => {
  const [block] = blocksOf('docs/ag-ui.md');
  const code = (block?.code ?? '').replace('http://127.0.0.1:7654', world.server.url);
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const words = ['--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd });
  expect(stdout).toMatch(/^\[simulated\] \S[^]* 0\.\d+\n$/);
});
