import type { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import type { AgentResult } from '../../src/core/kinds/agent/types.ts';
import type { DebateResult } from '../../src/core/kinds/debate/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { SupervisorResult } from '../../src/core/kinds/supervisor/types.ts';
import { shapedServer } from '../support/shaped-server.ts';
import { providerWorld } from '../support/shaped-world.ts';
import { type ExpectedFailure, serverShapes, type ServerShape } from '../support/shapes.ts';
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
    const { cacheWriteTokens: _, ...used } = { ...nothing, ...usage };
    expect(result.usage).toEqual({ ...used, calls: 1 });
    expect(result.totalCost ?? -1).toBeCloseTo(usage === null ? -1 : costOf(usage), 12);
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

      const { message, type, nonRetryable, nextRetryDelay } = error as ApplicationFailure;
      const [, advice = ''] = message.split('To do:');
      expect(message).toContain(told.words);
      expect(advice).toContain(told.advice ?? '');
      // What is waited for to the end of the time has none left to be tried again.
      const seen = told.isLoading
        ? { type, retryable: true }
        : { type, retryable: !nonRetryable, requests: server.requests.length };
      const wait = told.retryAfterMs === undefined ? {} : { wait: nextRetryDelay };
      expect({ ...seen, ...wait }).toEqual(expectedOf(told));
    },
  );
});

function expectedOf({ type, retryable, isLoading, retryAfterMs }: ExpectedFailure) {
  const requests = isLoading ? {} : { requests: 1 };
  return {
    type,
    retryable,
    ...requests,
    ...(retryAfterMs === undefined ? {} : { wait: retryAfterMs }),
  };
}

const nothing = {
  cacheWriteTokens: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  reasoningTokens: 0,
};

function costOf(usage: NonNullable<ServerShape['usage']>): number {
  const { inputTokens, cachedTokens, cacheWriteTokens = 0, outputTokens } = usage;
  const plain = inputTokens - cachedTokens - cacheWriteTokens;
  return (plain + cachedTokens * 0.1 + cacheWriteTokens * 1.25 + outputTokens * 10) / 1e6;
}
