import { afterAll, beforeAll, expect, it } from 'vitest';
import { type McpWorld, namesOf, openMcpWorld, use } from '../support/mcp-world.ts';

let world: McpWorld;
beforeAll(async () => {
  world = await openMcpWorld();
});
afterAll(() => world.close());

it('offers a tool for each team that can be read, and tools for runs', async () => {
  const { tools } = await (await world.connected()).listTools();
  const names = namesOf(tools);
  expect(names).toEqual(expect.arrayContaining(['solo', 'asking', 'paying', 'research-team']));
  expect(names.filter((name) => /^Grune_Tees_[0-9a-f]{6}$/.test(name))).toHaveLength(1);
  expect(names).toEqual(
    expect.arrayContaining(['list_runs', 'get_run', 'follow_run', 'answer_question']),
  );
  expect(names).not.toContain('broken');
  const solo = tools.find(({ name }) => name === 'solo');
  expect(Object.keys(solo?.inputSchema.properties ?? {})).toContain('user');
  expect(solo?.inputSchema.required).toEqual(['input']);
});

it('answers with what the team says, the id of the run, and progress on the way', async () => {
  world.cast({ Ann: 'Good day.' });
  const told: string[] = [];
  const { texts, run, isError, _meta } = await use(
    await world.connected(),
    'solo',
    { input: 'Hi' },
    (each) => told.push(each.message ?? ''),
  );
  expect(isError).toBe(false);
  expect(texts[0]).toBe('Good day.');
  expect(texts.at(-1)).toContain(run.id);
  expect(run).toMatchObject({ status: 'completed', content: 'Good day.', questions: [] });
  expect(_meta).toEqual({ 'durable-agents/run': run.id });
  expect(told[0]).toBe(`run ${run.id} is started`);
  expect(told).toContain('Ann is answering');
});

it('starts no second run when the same call names the same id', async () => {
  world.cast({ Ann: 'Once.' });
  const client = await world.connected();
  const call = { input: 'Hi', id: 'mcp-once' };
  const [first, second] = [await use(client, 'solo', call), await use(client, 'solo', call)];
  expect([first.run.id, second.run.id]).toEqual(['mcp-once', 'mcp-once']);
  expect(world.askedBy('Ann')).toHaveLength(1);
});

it('does not wait where it is not to, and follows the run later with what happened', async () => {
  world.cast({ Ann: { text: 'Later.', delayMs: 300 } });
  const client = await world.connected();
  const started = await use(client, 'solo', { input: 'Hi', wait: 0 });
  expect(started.run).toMatchObject({ status: 'running', content: null });
  expect(started.texts.at(-1)).toContain('follow_run');
  const { run } = await use(client, 'follow_run', { id: started.run.id });
  expect(run).toMatchObject({ status: 'completed', content: 'Later.' });
  expect(run['happened']).toContain('Ann is answering');
  const { runs } = (await use(client, 'list_runs', { name: 'Ann' })).run as unknown as {
    runs: { id: string }[];
  };
  expect(runs.map(({ id }) => id)).toContain(started.run.id);
});

it('ends a call when a person is asked, whose answer another call gives', async () => {
  const client = await world.connected();
  const asked = await use(client, 'asking', { input: 'Write!' });
  expect(asked.run).toMatchObject({ status: 'waiting', questions: [{ question: 'How long?' }] });
  expect(asked.texts.join('\n')).toContain('answer_question');
  const { id } = asked.run;
  const wrong = await use(client, 'answer_question', { id, answer: 'middling' });
  expect(wrong).toMatchObject({ isError: true });
  expect(wrong.texts[0]).toMatch(/^Input\.Invalid: .*short, long/);
  await use(client, 'answer_question', { id, answer: 'short', by: 'Ada' });
  const { run } = await use(client, 'follow_run', { id });
  expect(run).toMatchObject({ status: 'completed', content: 'short' });
});

it('tells of a tool call that needs approval, and makes it when it is allowed', async () => {
  world.cast({ Clerk: [{ toolCalls: [{ name: 'pay', arguments: { euros: 7 } }] }, 'It is paid.'] });
  const client = await world.connected();
  const asked = await use(client, 'paying', { input: 'Pay.' });
  expect(asked.texts.join('\n')).toMatch(/Clerk wants to call pay with .*7/);
  const inbox = await use(client, 'list_questions', {});
  expect(inbox.texts[0]).toContain(asked.run.id);
  await use(client, 'answer_question', { id: asked.run.id, approve: true });
  const { run } = await use(client, 'follow_run', { id: asked.run.id });
  expect(run.content).toBe('It is paid.');
});

it('gives a run that has failed as an error with its type and its id', async () => {
  world.cast({ Ann: { status: 400, error: 'no such model' } });
  const { isError, texts, run } = await use(await world.connected(), 'solo', { input: 'Hi' });
  expect(isError).toBe(true);
  expect(texts[0]).toMatch(/^Model\.Rejected: .*no such model/);
  expect(run).toMatchObject({ status: 'failed', error: { type: 'Model.Rejected' } });
});

it('refuses arguments that are none as a result, and a tool that is none as an error', async () => {
  const client = await world.connected();
  const { isError, texts } = await use(client, 'solo', { inptu: 'Hi' });
  expect(isError).toBe(true);
  expect(texts[0]).toMatch(/^Input\.Invalid: .*input/s);
  await expect(client.callTool({ name: 'nothing' })).rejects.toThrow(/there is no tool 'nothing'/);
});
