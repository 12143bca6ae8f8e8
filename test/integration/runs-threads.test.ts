import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Agent, Failure, failureType, ParallelAgents, Pipeline } from '../../src/client/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';
import { exportHistory } from '../support/run-history.ts';

let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.cast());

const by = () => ({ client: world.client });
const agent = (name: string, provider = 'responses', more: object = {}) =>
  new Agent({ name, provider, ...more });

const typeOf = async (refused: Promise<unknown>) =>
  failureType(await refused.catch((error: unknown) => error));

describe('a thread', () => {
  it.each(['responses', 'chat', 'messages'])(
    'brings the earlier messages and replies to the next chat of an agent (%s)',
    async (provider) => {
      const thread = `talk-${provider}`;
      const ann = agent('Ann', provider);
      world.cast({ Ann: ['Hello Phil.', 'Phil.', 'Bye.'] });
      await ann.chat('I am Phil.', { ...by(), thread });
      await ann.chat('Who am I?', { ...by(), thread });
      await ann.chat('Bye', { ...by(), thread: `${thread}-other` });
      const said = world
        .askedBy('Ann')
        .map(({ messages }) => messages.map(({ role, content }) => `${role}: ${content}`));
      expect(said).toEqual([
        ['user: I am Phil.'],
        ['user: I am Phil.', 'assistant: Hello Phil.', 'user: Who am I?'],
        ['user: Bye'],
      ]);
    },
  );

  it('keeps long texts as they are, and only the accepted reply of a re-asked answer', async () => {
    const thread = 'long';
    const output = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
    const long = 'word '.repeat(800);
    world.cast({ Ann: ['no JSON', '{"n": 1}', '{"n": 2}'] });
    const ann = agent('Ann', 'chat', { output, thread });
    await ann.chat(long, by());
    await ann.chat('Again', by());
    const last = world
      .askedBy('Ann')
      .at(-1)
      ?.messages.map(({ content }) => content);
    // The schema in words stands behind what is asked, and does not enter the thread.
    expect(last).toEqual([long, '{"n": 1}', expect.stringMatching(/^Again\n/)]);
  });

  it('of a team is background to all of its agents, and holds what it was asked and has answered', async () => {
    const thread = 'of-team';
    const pair = new ParallelAgents([agent('A'), agent('B', 'messages')], { name: 'Pair' });
    const team = new Pipeline([pair, agent('C', 'chat')], { name: 'Team', thread });
    const long = 'I am Phil. '.repeat(300);
    const first = await team.run(long, by());
    const second = await team.run('Who am I?', by());
    expect(first.thread).toEqual({ name: thread, messages: 0, omitted: 0, summarised: 0 });
    expect(second).toMatchObject({ success: true, thread: { name: thread, messages: 2 } });
    for (const name of ['A', 'B', 'C']) {
      const [before, after] = world.askedBy(name).map(({ system }) => system);
      expect(before).not.toContain('The conversation so far');
      expect(after).toContain(`[user]\n${long}\n\n[Team]\nfrom C`);
    }
    const shared = await pair.chat('And B?', { ...by(), thread });
    expect(shared.thread?.messages).toBe(4);
    const names = new Set(world.askedBy('A').map(({ messages }) => messages.length));
    expect(names).toEqual(new Set([1]));
  });

  it('of each agent stays its own', async () => {
    const own = new Pipeline([
      agent('A', 'chat', { thread: 'of-a' }),
      agent('B', 'chat', { thread: 'of-b' }),
    ]);
    await own.run('One', { ...by(), thread: 'shared' });
    await own.run('Two', by());
    expect(world.askedBy('A')[1]?.messages).toHaveLength(3);
    expect(world.askedBy('B')[1]?.messages.map(({ content }) => content)).toEqual([
      'from A',
      'from B',
      'from A',
    ]);
  });
});

describe('an id', () => {
  it('of a run that goes on or has ended attaches to it, when all is the same', async () => {
    world.cast({ A: { text: 'once', delayMs: 300 } });
    const options = { ...by(), id: 'same', context: 'background' };
    const [first, second] = await Promise.all([
      agent('A').chat('Go', options),
      agent('A').chat('Go', options),
    ]);
    const third = await agent('A').chat('Go', options);
    expect(first).toMatchObject({ id: 'same', success: true, content: 'once' });
    expect([second, third]).toEqual([first, first]);
    expect(world.model.requests).toHaveLength(1);
  });

  it('of a run that failed gives its failure, and asks nobody again', async () => {
    world.cast({ A: { status: 400, error: 'no' } });
    const options = { ...by(), id: 'failed' };
    const first = await agent('A').chat('Go', options);
    world.cast();
    const second = await agent('A').chat('Go', options);
    expect(second).toEqual(first);
    expect(second.error?.type).toBe(Failure.modelRejected);
    expect(world.model.requests).toHaveLength(0);
  });

  it.each([
    ['another input', () => agent('A').chat('Stop', { ...by(), id: 'taken' })],
    ['another spec', () => agent('B').chat('Go', { ...by(), id: 'taken' })],
    ['another context', () => agent('A').chat('Go', { ...by(), id: 'taken', context: 'c' })],
    ['another kind', () => new Pipeline([agent('A')]).run('Go', { ...by(), id: 'taken' })],
  ])('that is taken is refused with %s', async (_, start) => {
    await agent('A').chat('Go', { ...by(), id: 'taken' });
    const before = world.model.requests.length;
    const refused = start();
    await expect(refused).rejects.toThrow(/there is a run 'taken' already/);
    expect(await typeOf(refused)).toBe(Failure.inputInvalid);
    expect(world.model.requests).toHaveLength(before);
  });

  it('that no run has is refused, for its result and for its cancelling', async () => {
    const nobody = world.client.handle('nobody');
    await expect(nobody.result()).rejects.toThrow(/there is no run 'nobody' here/);
    expect(await typeOf(nobody.result())).toBe(Failure.inputInvalid);
    expect(await typeOf(nobody.cancel())).toBe(Failure.inputInvalid);
  });

  it('is one of its own for each run that names none, and leads to the Web UI', async () => {
    const spec = agent('Ann Bee').spec;
    const [one, two] = await Promise.all([
      world.client.start(spec, 'Go'),
      world.client.start(spec, 'Go'),
    ]);
    expect(one.id).toMatch(/^ann-bee-[0-9a-f]{8}$/);
    expect(one.id).not.toBe(two.id);
    const page = await fetch(one.url ?? '');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
    await Promise.all([one.result(), two.result()]);
    const { events } = await exportHistory(world.temporal, one.id);
    expect(events[0]?.['userMetadata']).toBeDefined();
  });
});
