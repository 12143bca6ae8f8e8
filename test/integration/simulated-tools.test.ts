import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Agent, defineTool, type LocalClient, type LocalOptions } from '../../src/index.ts';
import { openLocal } from '../../src/workers/local.ts';
import { documentOf, type Ended, Workplace } from '../support/command-line.ts';

/** What a user registers: every execution adds a line to a file. */
const toolsModule = `
import { appendFileSync } from 'node:fs';
import { defineTool } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
import { z } from ${JSON.stringify(import.meta.resolve('zod'))};

export const tools = [
  defineTool({
    name: 'ring_bell',
    description: 'Rings a bell.',
    input: z.object({ bell: z.enum(['big', 'small']), times: z.int().min(1).default(3) }),
    execute({ bell, times }) {
      appendFileSync('rung.txt', bell + ' ' + times + '\\n');
      return 'dong';
    },
  }),
];
`;

const team = `
kind: parallel
name: Ringers
agents:
  - {kind: agent, name: Ann, tools: [ring_bell]}
  - {kind: agent, name: Bo}
`;

const environment = {
  OPENAI_API_KEY: '',
  OPENAI_BASE_URL: '',
  ANTHROPIC_API_KEY: '',
  DURABLE_AGENTS_SIMULATED_LATENCY: '0',
};
const said = "[simulated] tool 'ring_bell' was really run, with invented arguments";
let place: Workplace;
/** Keeps the server for all tests of this file. */
let client: LocalClient;

/** Executions of the tools of this program. */
const runs: string[] = [];
const logged: string[] = [];
const tool = (name: string, simulate?: boolean) =>
  defineTool({
    name,
    description: 'Counts.',
    input: z.object({}),
    execute: () => runs.push(name),
    ...(simulate === undefined ? {} : { simulate }),
  });
const tools = [tool('named'), tool('marked', true), tool('spared', false)];
const open = (more: LocalOptions = {}) =>
  openLocal({ stateDir: place.stateDir, tools, log: (line) => logged.push(line), ...more });

/** Executions of the registered tool since the last look. */
function rung(): string[] {
  const file = join(place.folder, 'rung.txt');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  rmSync(file);
  return lines;
}

beforeAll(async () => {
  place = new Workplace(environment);
  place.write('tools.mjs', toolsModule);
  place.write('team.yaml', team);
  process.env['DURABLE_AGENTS_SIMULATED_LATENCY'] = '0';
  client = await open();
});
afterAll(async () => {
  await client.close();
  await place.close();
});

async function run(input: string, ...more: string[]): Promise<Ended> {
  const words = ['run', 'team.yaml', '--register', 'tools.mjs', '--json', '--input', input];
  return await place.run([...words, ...more]);
}

describe('run without a key', () => {
  it('calls a tool that the request names, once, and says that it was really run', async () => {
    const ended = await run('Please ring_bell for dinner.');
    expect(rung()).toEqual(['big 3']);
    expect(ended.stderr.split('\n').filter((line) => line.includes('really run'))).toEqual([said]);
    expect(documentOf(ended)).toMatchObject({
      success: true,
      simulated: true,
      results: [
        {
          agentName: 'Ann',
          turns: 2,
          toolCalls: 1,
          content: expect.stringMatching(/^\[simulated\] Ann: The tool ring_bell gave ‘dong’\. /),
        },
        { agentName: 'Bo', turns: 1, toolCalls: 0 },
      ],
    });
  });

  it('calls none where the configuration forbids it', async () => {
    place.write('quiet.yaml', 'simulatedTools: never\n');
    const ended = await run('Please ring_bell for dinner.', '--config', 'quiet.yaml');
    expect(rung()).toEqual([]);
    expect(ended.stderr).not.toContain('really run');
    expect(documentOf(ended)).toMatchObject({ success: true, results: [{ toolCalls: 0 }, {}] });
  });
});

describe('a program without a key', () => {
  const chat = (input: string, by = client) =>
    new Agent({ name: 'Ann', tools: ['named', 'marked', 'spared'], provider: 'simulated' }).chat(
      input,
      { client: by },
    );

  beforeEach(() => {
    runs.length = 0;
    logged.length = 0;
  });

  it('has tools called that are marked or named, and none that is spared', async () => {
    const result = await chat('Use named and spared.');
    expect(runs.toSorted()).toEqual(['marked', 'named']);
    expect(result).toMatchObject({ success: true, simulated: true, toolCalls: 2, turns: 2 });
    await chat('Hello.');
    expect(runs.toSorted()).toEqual(['marked', 'marked', 'named']);
    expect(logged.filter((line) => line.includes('really run')).toSorted()).toEqual([
      "[simulated] tool 'marked' was really run, with invented arguments",
      "[simulated] tool 'named' was really run, with invented arguments",
    ]);
  });

  it('has none called where it says so', async () => {
    await using quiet = await open({ simulatedTools: 'never' });
    expect(await chat('Use named.', quiet)).toMatchObject({ success: true, toolCalls: 0 });
    expect(runs).toEqual([]);
    expect(logged.filter((line) => line.includes('really run'))).toEqual([]);
  });

  it('that says it in another word is refused', async () => {
    await expect(open({ simulatedTools: 'nevr' as never })).rejects.toThrow(/simulatedTools/);
  });
});
