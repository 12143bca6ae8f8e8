import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import type { AgentResult } from '../../src/core/kinds/agent/types.ts';
import type { DebateResult } from '../../src/core/kinds/debate/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { SupervisorResult } from '../../src/core/kinds/supervisor/types.ts';
import { shapedServer } from '../support/shaped-server.ts';
import { providerWorld } from '../support/shaped-world.ts';
import { serverShapes } from '../support/shapes.ts';
import { kitchenAt, modelCall, rejection } from '../unit/activities/fixtures.ts';

const shapes = serverShapes();

const agent = (name: string, more: object = {}) => ({
  kind: 'agent',
  name,
  provider: 'house',
  ...more,
});
const output = {
  type: 'object',
  properties: { answer: { type: 'string' }, marks: { type: 'array', items: { type: 'integer' } } },
  required: ['answer', 'marks'],
  additionalProperties: false,
};
const prices = (model: string) => ({ [model]: { input: 1, cached: 0.1, output: 10 } });

describe.each(shapes)('a server in the shape of $server', (shape) => {
  const open = async () => {
    const server = await shapedServer(shape);
    const { api, model } = shape;
    const tools = { weather: () => 'sunny in Oslo' };
    const endpoint = { api, model, baseURL: server.baseURL, prices: prices(model) };
    return { world: await providerWorld(endpoint, { tools }), server };
  };

  it('gives an agent its answer, with what it has used and cost', async () => {
    const { world } = await open();
    const result = (await world.run(parseStep(agent('Ann')))) as AgentResult;

    expect(result).toMatchObject({ success: true, error: null });
    expect(world.read(result.content ?? '')).toMatch(/^\[simulated\] Ann/);
    const { usage } = shape;
    expect(result.usage).toEqual({ ...(usage ?? nothing), calls: 1 });
    expect(result.totalCost).toEqual(usage === null ? null : expect.closeTo(costOf(usage), 12));
  });

  it('gives an agent an answer of its schema, whatever stands around it', async () => {
    const { world } = await open();
    const result = (await world.run(parseStep(agent('Ann', { output })))) as AgentResult;

    expect(result).toMatchObject({ success: true, turns: 1 });
    expect(JSON.parse(world.read(result.content ?? ''))).toMatchObject({
      answer: expect.any(String),
    });
  });

  it('has tools called, and told what came of them', async () => {
    const { world, server } = await open();
    const asked = agent('Ann', { tools: ['weather'], output });
    const result = (await world.run(parseStep(asked))) as AgentResult;

    expect(result).toMatchObject({ success: true, turns: 2, toolCalls: 1 });
    expect(server.requests.at(-1)?.messages.find(({ role }) => role === 'tool')).toMatchObject({
      content: 'sunny in Oslo',
    });
  });

  it('is planned with and reviewed by a supervisor', async () => {
    const { world } = await open();
    const workers = { Finder: agent('Finder'), Writer: agent('Writer') };
    const team = { kind: 'supervisor', name: 'Team', workers };
    const result = (await world.run(parseStep(team))) as SupervisorResult;

    expect(result).toMatchObject({ success: true, error: null });
    expect(result.plan?.tasks.length).toBeGreaterThan(0);
    expect(result.workerResults.every(({ success }) => success)).toBe(true);
  });

  it('debates, and votes', async () => {
    const { world } = await open();
    const debaters = [agent('Ann'), agent('Ben'), agent('Cem')];
    const debate = { kind: 'debate', name: 'Debate', agents: debaters, rounds: 2 };
    const result = (await world.run(parseStep(debate))) as DebateResult;

    expect(result).toMatchObject({ success: true, error: null });
    expect(result.votes.length).toBeGreaterThanOrEqual(3);
  });

  it.each(shape.errors)(
    'says what is wrong and what to do: $name',
    async ({ expect: told, ...answer }) => {
      const server = await shapedServer(shape, { fixed: answer });
      const { api, model } = shape;
      // A model that is being loaded is waited for as long as there is time.
      const { call } = await kitchenAt({ api, model, baseURL: server.baseURL }, 2_000);

      const error = await rejection(call(modelCall({}, { model })));

      expect(error).toBeInstanceOf(ApplicationFailure);
      const failure = error as ApplicationFailure;
      expect(failure.message).toContain(told.words);
      expect(failure.type).toBe(told.type);
      // What is waited for to the end of the time has none left to be tried again.
      if (!told.isLoading) expect(failure.nonRetryable).toBe(!told.retryable);
      if (told.advice !== undefined)
        expect(failure.message.split('To do:')[1]).toContain(told.advice);
      if (told.retryAfterMs !== undefined) expect(failure.nextRetryDelay).toBe(told.retryAfterMs);
      if (!told.isLoading) expect(server.requests).toHaveLength(1);
    },
  );
});

const nothing = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, reasoningTokens: 0 };

function costOf({ inputTokens, cachedTokens, outputTokens }: typeof nothing): number {
  return (inputTokens - cachedTokens + cachedTokens * 0.1 + outputTokens * 10) / 1e6;
}
