import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  Agent,
  contextFormats,
  Failure,
  failureType,
  parallelChat,
  ParallelAgents,
  Pipeline,
  replicas,
} from '../../src/client/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

const agent = (name: string, role = '') => new Agent({ name, role, provider: 'responses' });

let world: LiveWorld;

beforeAll(async () => {
  const shout = async (text: string) => {
    await sleep(20);
    return `${text.toUpperCase()}!`;
  };
  world = await openWorld({ transforms: { shout } });
});
afterAll(() => world.close());
beforeEach(() => world.cast());

const by = () => ({ client: world.client });

/** The last user message that an agent was sent. */
const readBy = (name: string) => world.askedBy(name).at(-1)?.messages.at(-1)?.content;

describe('an agent', () => {
  it('answers a message in its role, at a price', async () => {
    world.cast({ Ann: 'Good day.' });
    const result = await agent('Ann', 'A kind analyst').chat('Hello', by());
    expect(result).toMatchObject({
      kind: 'agent',
      agentName: 'Ann',
      success: true,
      content: 'Good day.',
      error: null,
      model: 'model-1',
      turns: 1,
      totalCost: 1,
      unpriced: [],
      simulated: false,
      usage: { inputTokens: 10, outputTokens: 5, calls: 1 },
    });
    expect(world.askedBy('Ann')[0]?.system).toBe('You are Ann: A kind analyst.');
    expect(readBy('Ann')).toBe('Hello');
  });

  it('sees the context of the run as background', async () => {
    await agent('Ann').chat('Hello', { ...by(), context: 'a < b' });
    expect(world.askedBy('Ann')[0]?.system).toContain('<context>\na &lt; b\n</context>');
  });
});

describe('parallel agents', () => {
  it('all get the message, and are found by name and in the order given', async () => {
    world.cast({ Slow: { text: 'late <but> "here"', delayMs: 200 } });
    const results = await new ParallelAgents([agent('Slow'), agent('Fast')]).chat('Go', by());
    expect(results.results.map(({ agentName }) => agentName)).toEqual(['Slow', 'Fast']);
    expect(results.byAgent('Fast')?.content).toBe('from Fast');
    expect(results.contents).toEqual({ Slow: 'late <but> "here"', Fast: 'from Fast' });
    expect(results).toMatchObject({ success: true, allSuccess: true, failed: [], totalCost: 2 });
    expect([readBy('Slow'), readBy('Fast')]).toEqual(['Go', 'Go']);
    expect(
      Object.fromEntries(contextFormats.map((format) => [format, results.toContext({ format })])),
    ).toEqual({
      xml: '<answers>\n<answer agent="Slow">\nlate &lt;but&gt; "here"\n</answer>\n<answer agent="Fast">\nfrom Fast\n</answer>\n</answers>',
      markdown: '## Slow\n\nlate <but> "here"\n\n## Fast\n\nfrom Fast',
      numbered: '1. Slow: late <but> "here"\n\n2. Fast: from Fast',
      labeled: '[Slow]\nlate <but> "here"\n\n[Fast]\nfrom Fast',
      json: '[{"agent":"Slow","content":"late <but> \\"here\\""},{"agent":"Fast","content":"from Fast"}]',
    });
    expect(results.toContext()).toBe(results.content);
  });

  it('go on when one fails, which stands under failed with its reason', async () => {
    world.cast({ Bad: { status: 400, error: 'I can not' } });
    const request = { agents: [agent('Good'), agent('Bad')], message: 'Go' };
    const results = await parallelChat({ ...request, ...by() });
    expect(results).toMatchObject({ success: true, allSuccess: false, totalCost: 1 });
    expect(results.successful.map(({ agentName }) => agentName)).toEqual(['Good']);
    expect(results.failed).toMatchObject([
      { agentName: 'Bad', error: { type: Failure.modelRejected, agentName: 'Bad' } },
    ]);
    expect(results.failed[0]?.error?.message).toContain('I can not');
    expect(results.toContext({ format: 'labeled' })).toBe('[Good]\nfrom Good');
  });

  it('can each be asked something else', async () => {
    const team = new ParallelAgents([agent('A'), agent('B')]);
    await team.chatDifferent({ B: 'for B', A: 'for A' }, by());
    expect([readBy('A'), readBy('B')]).toEqual(['for A', 'for B']);
    await expect(team.chatDifferent({ A: 'for A' }, by())).rejects.toThrow(
      /B: there is no message/,
    );
    await expect(team.chatDifferent({ A: 'a', C: 'c' }, by())).rejects.toThrow(/inputs\.C/);
  });

  it('are three when they are replicas of one', async () => {
    const results = await new ParallelAgents(replicas(agent('Critic'), 3)).chat('Go', by());
    expect(Object.keys(results.contents)).toEqual(['Critic 1', 'Critic 2', 'Critic 3']);
    expect(world.model.requests).toHaveLength(3);
  });
});

describe('a pipeline', () => {
  it('gives each step what the one before it said', async () => {
    const result = await new Pipeline([agent('A'), agent('B'), agent('C')]).run('Go', by());
    expect(
      result.steps.map(({ agentName, input, content }) => [agentName, input, content]),
    ).toEqual([
      ['A', 'Go', 'from A'],
      ['B', 'from A', 'from B'],
      ['C', 'from B', 'from C'],
    ]);
    expect(result).toMatchObject({ success: true, content: 'from C', totalCost: 3 });
    expect(result.steps.every(({ durationMs, cost }) => durationMs > 0 && cost === 1)).toBe(true);
  });

  it('transforms a text by a template, an async function and a nested pattern', async () => {
    const analysts = new ParallelAgents([agent('Technical'), agent('Market')]);
    const steps = [agent('A'), agent('B'), agent('C'), agent('D')];
    const transforms = { 1: 'Improve:\n{input}\nThank you.', 2: 'shout', 3: analysts };
    const result = await new Pipeline(steps, { transforms }).run('Go', by());
    expect(readBy('B')).toBe('Improve:\nfrom A\nThank you.');
    expect(readBy('C')).toBe('FROM B!');
    expect(readBy('Technical')).toBe('from C');
    expect(readBy('D')).toMatch(/<answer agent="Technical">\nfrom Technical\n[^]*from Market/);
    expect(result).toMatchObject({ success: true, totalCost: 6, usage: { calls: 6 } });
    expect(result.steps[3]).toMatchObject({ cost: 3, input: readBy('D') });
  });

  it('stands in a parallel, and a parallel in it', async () => {
    const inner = new Pipeline([agent('A'), agent('B')], { name: 'Inner' });
    const middle = new ParallelAgents([inner, agent('Beside')], { name: 'Middle' });
    const result = await new Pipeline([middle, agent('Last')]).run('Go', by());
    expect(readBy('Last')).toMatch(/agent="Inner">\nfrom B\n[^]*agent="Beside">\nfrom Beside/);
    expect(result).toMatchObject({
      success: true,
      content: 'from Last',
      totalCost: 4,
      steps: [
        {
          kind: 'parallel',
          agentName: 'Middle',
          cost: 3,
          results: [{ kind: 'pipeline', cost: 2, steps: [{ content: 'from A' }, {}] }, {}],
        },
        { kind: 'agent' },
      ],
    });
    const [nested] = result.steps;
    expect(nested?.kind === 'parallel' && 'byAgent' in nested).toBe(true);
  });

  it('stops at the first failure, or goes on where it is told to', async () => {
    world.cast({ B: { status: 400, error: 'no' } });
    const steps = [agent('A'), agent('B'), agent('C')];
    const stopped = await new Pipeline(steps).run('Go', by());
    expect(stopped).toMatchObject({ success: false, content: null, totalCost: 1 });
    expect(stopped.error).toMatchObject({ type: Failure.modelRejected, agentName: 'B' });
    expect(stopped.steps).toHaveLength(2);
    const went = await new Pipeline(steps, { stopOnError: false }).run('Go', by());
    expect(went).toMatchObject({ success: true, content: 'from C' });
    expect(readBy('C')).toBe('from A');
  });
});

describe('a team', () => {
  const one = agent('One');

  it.each([
    ['the same agent twice', () => new ParallelAgents([one, agent('Two'), one]), /agents\[2\]/],
    ['two agents of one name', () => new ParallelAgents([one, agent('One')]), /replicas/],
    ['the same agent twice in a row', () => new Pipeline([one, one]), /steps\[1\].*'One'/],
    ['nobody', () => new ParallelAgents([]), /at least one agent/],
    [
      'a closure as a transform',
      () => new Pipeline([one], { transforms: { 0: ((text: string) => text) as never } }),
      /template.*register/,
    ],
  ])('is refused with %s, before anything is asked', (_, make, words) => {
    expect(make).toThrow(words);
    let type: string | undefined;
    try {
      make();
    } catch (error) {
      type = failureType(error);
    }
    expect(type).toBe(Failure.inputInvalid);
  });

  it('is refused with a function that no worker has, before anything is asked', async () => {
    const unknown = new Pipeline([one], { transforms: { 0: 'whisper' } });
    await expect(unknown.run('Go', by())).rejects.toThrow(/whisper.*registered: shout/);
    expect(world.model.requests).toHaveLength(0);
  });
});
