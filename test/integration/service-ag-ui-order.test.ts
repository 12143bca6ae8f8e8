import { type BaseEvent, HttpAgent } from '@ag-ui/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer } from '../../src/service/index.ts';
import { outOfOrder } from '../support/ag-ui-order.ts';
import { openTeamsWorld, type TeamsWorld } from '../support/service-world.ts';

const agent = (name: string) => ({ kind: 'agent', name, provider: 'chat' });
const editor = { kind: 'person', name: 'Editor', question: 'How?', choices: ['short', 'long'] };
const teams = {
  duo: { kind: 'pipeline', name: 'Duo', steps: [agent('Bob'), agent('Ann')] },
  asking: { kind: 'pipeline', name: 'Asking', steps: [agent('Bob'), editor, agent('Ann')] },
};

let world: TeamsWorld;
beforeAll(async () => {
  world = await openTeamsWorld(teams);
});
afterAll(async () => {
  await world.close();
});

let threads = 0;

/** A front end that has asked a team something. */
function frontEnd(team: string, url = world.server.url) {
  threads += 1;
  const front = new HttpAgent({ url: `${url}/ag-ui/${team}`, threadId: `t${threads}` });
  const events: BaseEvent[] = [];
  front.subscribe({ onEvent: ({ event }) => void events.push(event) });
  front.addMessage({ id: 'asked', role: 'user', content: 'Tea or coffee?' });
  return { front, events, types: () => events.map(({ type }) => type as string) };
}

it.each(['research-team', 'pros-cons'])('tells %s in order', async (team) => {
  const { front, events, types } = frontEnd(team);
  await front.runAgent();
  expect(types()).toContain('SUBAGENT_STARTED');
  expect(types().at(-1)).toBe('RUN_FINISHED');
  expect(outOfOrder(events)).toEqual([]);
});

it('takes no answer by an interrupt that nobody was told, and goes on in order with a true one', async () => {
  world.cast({ Bob: 'a long text', Ann: 'a short one' });
  const { front, events, types } = frontEnd('asking');
  await front.runAgent();
  const { id = '', metadata } = front.pendingInterrupts[0] ?? {};
  const answer = { status: 'resolved' as const, payload: { answer: 'short' } };
  const forged = { ...answer, interruptId: id.replace(/\/\d+\//, '/x/') };
  const body = { threadId: front.threadId, runId: 'forged', messages: front.messages };
  const refused = await world.call('POST', '/ag-ui/asking', { ...body, resume: [forged] });
  expect(refused.status).toBe(422);
  const handle = world.client.handle(metadata?.['run'] as string);
  expect(await handle.questions()).toHaveLength(1);
  await front.runAgent({ resume: [{ ...answer, interruptId: id }] });
  expect(types().at(-1)).toBe('RUN_FINISHED');
  expect(outOfOrder(events)).toEqual([]);
});

it('says that the service stops, and another one tells the same run to its end', async () => {
  const text = 'A text that is said for a while.';
  world.cast({ Ann: { text, pace: { characters: 4, everyMs: 200 } }, Bob: 'x' });
  const stopping = await createServer(world.client, { port: 0, teams: [world.folder] });
  const { front, events, types } = frontEnd('duo', stopping.url);
  const run = front.runAgent({ runId: 'r' });
  await expect.poll(() => events.filter(({ name }) => name === 'Ann')).not.toHaveLength(0);
  await stopping.close();
  await run;
  expect(types().slice(-3)).toEqual(['TEXT_MESSAGE_END', 'STEP_FINISHED', 'RUN_ERROR']);
  expect(events.at(-1)).toMatchObject({ code: 'Service.Unavailable' });
  expect(outOfOrder(events)).toEqual([]);
  const again = new HttpAgent({
    url: `${world.server.url}/ag-ui/duo`,
    threadId: front.threadId,
    initialMessages: front.messages.slice(0, 1),
  });
  await again.runAgent({ runId: 'r' });
  const said = again.messages.flatMap(({ role, content }) => (role === 'assistant' ? content : []));
  expect(said).toEqual(['x', text]);
  expect(world.askedBy('Ann')).toHaveLength(1);
});
