import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Agent, Failure, failureType, ParallelAgents, Pipeline } from '../../src/client/index.ts';
import { readProgress } from '../../src/client/progress/index.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.cast());

const by = () => ({ client: world.client });
const bodyOf = (name: string) => world.askedBy(name)[0]?.body;

describe('one team', () => {
  it('asks providers of three APIs at once, each for its own model', async () => {
    const team = ['responses', 'chat', 'messages'].map(
      (provider) => new Agent({ name: provider, provider, model: `${provider}-9` }),
    );
    const results = await new ParallelAgents(team).chat('Go', by());
    expect(results.contents).toEqual({
      responses: 'from responses',
      chat: 'from chat',
      messages: 'from messages',
    });
    const asked = world.model.requests.map(({ api, model }) => `${api}: ${model}`);
    expect(asked.toSorted()).toEqual([
      'chat: chat-9',
      'messages: messages-9',
      'responses: responses-9',
    ]);
    expect(results.totalCost).toBeNull();
    expect(results.unpriced.toSorted()).toEqual(['chat-9', 'messages-9', 'responses-9']);
  });

  it('sends the settings of each agent, and those of no other', async () => {
    const settings = { maxOutputTokens: 77, reasoningEffort: 'low' } as const;
    await new ParallelAgents([
      new Agent({
        ...settings,
        name: 'R',
        provider: 'responses',
        temperature: 0.25,
        providerOptions: { top_p: 0.5, text: { verbosity: 'low' } },
      }),
      new Agent({
        ...settings,
        name: 'C',
        provider: 'chat',
        temperature: 0.75,
        providerOptions: { seed: 7 },
      }),
      new Agent({
        ...settings,
        name: 'M',
        provider: 'messages',
        providerOptions: { metadata: { user_id: 'u-1' } },
      }),
      new Agent({ name: 'Plain', provider: 'responses' }),
    ]).chat('Go', by());
    expect(bodyOf('R')).toMatchObject({
      temperature: 0.25,
      reasoning: { effort: 'low' },
      max_output_tokens: 77,
      top_p: 0.5,
      text: { verbosity: 'low' },
      store: false,
    });
    expect(bodyOf('C')).toMatchObject({
      temperature: 0.75,
      reasoning_effort: 'low',
      max_tokens: 77,
      seed: 7,
    });
    expect(bodyOf('M')).toMatchObject({
      output_config: { effort: 'low' },
      max_tokens: 77,
      metadata: { user_id: 'u-1' },
    });
    const plain = Object.keys(bodyOf('Plain') as object);
    expect(plain.toSorted()).toEqual([
      'input',
      'instructions',
      'max_output_tokens',
      'model',
      'store',
      'stream',
    ]);
  });

  it('is refused for a temperature that an API does not have, with its path', async () => {
    const inner = new ParallelAgents([
      new Agent({ name: 'A', provider: 'chat', temperature: 1 }),
      new Agent({ name: 'B', provider: 'messages', temperature: 1 }),
    ]);
    const first = new Agent({ name: 'First', provider: 'chat' });
    const id = 'refused-temperature';
    const run = new Pipeline([first, inner]).run('Go', { ...by(), id });
    const error: unknown = await run.catch((reason: unknown) => reason);
    expect(failureType(error)).toBe(Failure.inputInvalid);
    expect(String(error)).toContain('steps[1].step.agents[1].temperature: the Messages API has no');
    expect(world.model.requests).toHaveLength(0);
    await expect(world.client.handle(id).result()).rejects.toThrow(/there is no run/);
  });

  it('is refused for a provider that is not configured, which names those that are', async () => {
    const lost = new Agent({ name: 'A', provider: 'azure' });
    await expect(new ParallelAgents([lost]).chat('Go', by())).rejects.toThrow(
      /agents\[0\]\.provider: no provider 'azure'.*responses, chat, messages/,
    );
  });
});

describe.each(['responses', 'chat', 'messages'])(
  'structured output of a %s endpoint',
  (provider) => {
    const output = {
      type: 'object',
      properties: { title: { type: 'string' }, score: { type: 'integer', minimum: 1 } },
      required: ['title', 'score'],
      additionalProperties: false,
    };
    const judge = () => new Agent({ name: 'Judge', provider, output });

    it('is asked for by its schema, and comes back as data', async () => {
      world.cast({ Judge: '{"title": "Good", "score": 3}' });
      const result = await judge().chat('Rate it', by());
      expect(result).toMatchObject({
        success: true,
        output: { title: 'Good', score: 3 },
        turns: 1,
      });
      expect(world.askedBy('Judge')[0]?.outputSchema).toMatchObject({
        required: ['title', 'score'],
      });
    });

    it('is asked for again with the reason, and every call is counted', async () => {
      const replies = [
        'That is a 3.',
        '{"title": "Good", "score": 0}',
        '{"title": "Good", "score": 3}',
      ];
      world.cast({ Judge: replies });
      const result = await judge().chat('Rate it', by());
      expect(result).toMatchObject({ success: true, output: { score: 3 }, turns: 3, totalCost: 3 });
      const [, second, third] = world.askedBy('Judge');
      expect(second?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
      expect(second?.messages[1]?.content).toBe('That is a 3.');
      expect(third?.messages).toHaveLength(5);
      expect(third?.messages.at(-1)?.content).toMatch(/score/);
    });

    it('is given up after three replies, which are all paid for', async () => {
      world.cast({ Judge: 'no JSON' });
      const result = await judge().chat('Rate it', by());
      expect(world.askedBy('Judge')).toHaveLength(3);
      expect(result).toMatchObject({
        success: false,
        content: null,
        output: null,
        error: { type: Failure.replyUnusable, agentName: 'Judge', retryable: false },
        totalCost: 3,
      });
      expect(result.error?.message).toContain('3 tries');
    });
  },
);

it('structured output stands as data in every pattern around its agent', async () => {
  const output = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
  world.cast({ Counter: '```json\n{"n": 4}\n```' });
  const counter = new Agent({ name: 'Counter', provider: 'chat', output });
  const team = new ParallelAgents([counter], { name: 'Team' });
  const result = await new Pipeline([team]).run('Count', by());
  const [step] = result.steps;
  expect(step).toMatchObject({ results: [{ output: { n: 4 } }] });
});

it.each([
  ['an open object', { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }],
  ['a list', { type: 'array', items: { type: 'string' }, minItems: 1 }],
])('the simulated model answers to %s, which no provider has natively', async (_, output) => {
  const simulated = new Agent({ name: 'Anyone', provider: 'simulated', output });
  const result = await simulated.chat('Count', by());
  expect(result).toMatchObject({ success: true, simulated: true, turns: 1 });
  expect(typeof result.output).toBe('object');
});

describe('an agent with a list of models', () => {
  it('goes on with another API in the middle of a tool loop, and says so in its result and its progress', async () => {
    world.cast({
      Ann: [
        {
          text: 'I will keep it.',
          toolCalls: [{ name: 'remember', arguments: { key: 'a', value: 'b' } }],
          reasoning: 'Hm.',
        },
        { status: 400, error: 'the model is switched off' },
        'Kept.',
      ],
    });
    const ann = new Agent({
      name: 'Ann',
      provider: 'responses',
      model: ['gpt-9', { provider: 'messages', model: 'claude-9' }],
    });
    const result = await ann.chat('Remember it', { ...by(), user: 'zoe', id: 'changing' });
    expect(result).toMatchObject({ success: true, content: 'Kept.', model: 'claude-9', turns: 2 });
    expect(result.warnings.map(({ type, message }) => [type, message])).toContainEqual([
      'Model.Fallback',
      expect.stringContaining('from responses (gpt-9) to messages (claude-9)'),
    ]);
    expect(world.askedBy('Ann').map(({ api, model }) => `${api} ${model}`)).toEqual([
      'responses gpt-9',
      'responses gpt-9',
      'messages claude-9',
    ]);
    expect(world.askedBy('Ann')[2]?.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
    ]);
    const shown = await readProgress(world.temporal, 'changing');
    expect(shown).toMatchObject({
      steps: [{ state: 'done', model: 'claude-9', turns: 2 }],
      warnings: result.warnings,
    });
  });

  it('is refused with a provider that nobody has, and settings that one of them does not take', async () => {
    const asked = (model: object, more: object = {}) =>
      new Agent({ name: 'Ann', provider: 'responses', model: ['gpt-9', model], ...more }).chat(
        'Go',
        by(),
      );
    await expect(asked({ provider: 'mesages' })).rejects.toThrow(
      /no provider 'mesages' .*'messages'/s,
    );
    await expect(asked({ provider: 'messages' }, { temperature: 1 })).rejects.toThrow(
      /temperature: the Messages API has no temperature/,
    );
    expect(world.model.requests).toEqual([]);
  });
});
