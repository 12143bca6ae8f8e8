import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Agent, Debate, Supervisor } from '../../src/client/index.ts';
import { defineTool } from '../../src/activities/tools/define-tool.ts';
import type { LocalClient } from '../../src/workers/local.ts';
import { openLocal } from '../../src/workers/local.ts';
import { documentOf, Workplace } from '../support/command-line.ts';
import { shapedServer } from '../support/shaped-server.ts';
import { serverShapes } from '../support/shapes.ts';

const shapes = serverShapes().filter(({ server }) =>
  ['DeepSeek', 'Ollama', 'OpenRouter'].includes(server),
);

const weather = defineTool({
  name: 'weather',
  description: 'Gives the weather.',
  input: z.object({ city: z.string() }),
  execute: ({ city }) => `sunny in ${city}`,
});

const output = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
  additionalProperties: false,
};

describe('runs on a Temporal server, with models of other shapes', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'durable-agents-servers-'));
  const closing: (() => void)[] = [];
  let client: LocalClient;

  beforeAll(async () => {
    const served = await Promise.all(
      shapes.map(async (shape) => {
        const server = await shapedServer(shape, { onEnd: (close) => closing.push(close) });
        const { api, model } = shape;
        return [shape.server.toLowerCase(), { api, model, baseURL: server.baseURL }] as const;
      }),
    );
    client = await openLocal({ stateDir, providers: Object.fromEntries(served), tools: [weather] });
  });
  afterAll(async () => {
    await client.close();
    for (const close of closing) close();
    rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
  });

  describe.each(shapes.map(({ server }) => server.toLowerCase()))('%s', (provider) => {
    const agent = (name: string, more: object = {}) => new Agent({ name, provider, ...more });

    it('answers by a schema after a tool call', async () => {
      const ann = agent('Ann', { tools: ['weather'], output });
      const result = await ann.chat('What is the weather in Oslo?', { client });

      expect(result).toMatchObject({ success: true, output: { answer: expect.any(String) } });
      expect(result.toolCalls).toBe(1);
    });

    it('is planned with, and debates', async () => {
      const team = new Supervisor({ workers: { Writer: agent('Writer') } });
      const debate = new Debate([agent('Ann'), agent('Ben')], { rounds: 1 });

      const planned = await team.run('Write a line.', { client });
      const debated = await debate.run('Shall we?', { client });

      expect([planned.success, debated.success]).toEqual([true, true]);
      expect(debated.votes.length).toBeGreaterThan(0);
    });
  });

  it('says in the result what a server could not do, in that of a later run as well', async () => {
    const strict = agent('Ann', { output });
    const first = await strict.chat('One.', { client });
    const later = await strict.chat('Two.', { client });

    const told = { type: 'Schema.InWords', path: '', message: expect.stringContaining('deepseek') };
    expect(first.warnings).toEqual([told]);
    expect(later.warnings).toEqual([told]);

    function agent(name: string, more: object) {
      return new Agent({ name, provider: 'deepseek', ...more });
    }
  });
});

describe('check --providers', () => {
  const closing: (() => void)[] = [];
  let place: Workplace;

  beforeAll(() => {
    place = new Workplace();
  });
  afterAll(async () => {
    for (const close of closing) close();
    await place.close();
  });

  async function configured(...servers: string[]) {
    const lines = await Promise.all(
      serverShapes()
        .filter(({ server }) => servers.includes(server))
        .map(async (shape) => {
          const server = await shapedServer(shape, { onEnd: (close) => closing.push(close) });
          const name = shape.server.toLowerCase();
          return `  ${name}: { api: ${shape.api}, baseURL: "${server.baseURL}", model: ${shape.model} }`;
        }),
    );
    return lines;
  }

  it('asks what each can do, and what it costs', async () => {
    const lines = await configured('DeepSeek');
    place.write('durable-agents.yaml', ['providers:', ...lines].join('\n'));

    const checked = await place.run(['check', '--providers', '--json']);

    expect(checked.status).toBe(0);
    const { providers } = documentOf(checked) as { providers: { name: string }[] };
    expect(providers.map(({ name }) => name)).toEqual(['openai', 'anthropic', 'deepseek']);
    expect(providers[0]).toMatchObject({ state: 'notSet', keyEnv: 'OPENAI_API_KEY' });
    expect(providers[2]).toMatchObject({
      state: 'works',
      cost: null, // nobody has set a price
      text: { success: true, error: null },
      structured: { success: true },
      tool: { success: true },
      capabilities: { nativeSchema: false, outputLimit: 'max_tokens', tools: true },
    });
  });

  it('says how to mend what fails, and ends with status 1', async () => {
    const lines = await configured('DeepSeek');
    const closed = '  closed: { api: chat, baseURL: "http://127.0.0.1:9/v1" }';
    const keyless = '  keyless: { api: responses, keyEnv: NO_SUCH_KEY }';
    place.write('durable-agents.yaml', ['providers:', ...lines, closed, keyless].join('\n'));

    const checked = await place.run(['check', '--providers', '--trust']);

    expect(checked.status).toBe(1);
    expect(checked.stdout).toMatch(/openai \(.*not set; set OPENAI_API_KEY/);
    expect(checked.stdout).toMatch(/deepseek \(.*: works\n/);
    expect(checked.stdout).toMatch(/closed \(.*: fails\n.*nothing listens at 127\.0\.0\.1:9/);
    expect(checked.stdout).toMatch(/keyless \(.*: fails\n.*set NO_SUCH_KEY/);
  });

  it('needs a file or --providers', async () => {
    expect(await place.run(['check'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--providers'),
    });
  });
});
