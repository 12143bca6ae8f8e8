import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import { type Running, Workplace } from '../support/command-line.ts';
import { until } from '../support/embedded-commands.ts';
import { messagesOf } from '../support/event-messages.ts';

const place = new Workplace({ DURABLE_AGENTS_SIMULATED_LATENCY: '0' });
const zod = import.meta.resolve('zod');

beforeAll(async () => {
  mkdirSync(`${place.folder}/teams`);
  await place.keepServer();
});
afterAll(() => place.close());

/** A person is asked, and then a tool is used. */
function saveTeam(question: string): void {
  const person = `  - { kind: person, name: Editor, question: "${question}" }\n`;
  const agent = '  - { kind: agent, name: Printer, tools: [stamp] }\n';
  place.write('teams/desk.yaml', `kind: pipeline\nname: Desk\nsteps:\n${person}${agent}`);
}

/** The tool's own module: what it gives back. */
function saveStamp(mark: string): void {
  place.write('stamp.ts', `export const mark: string = ${mark};\n`);
}

function saveTools(): void {
  const tool =
    "{ name: 'stamp', description: 'Stamps.', input: z.object({}), parameters: { type: 'object' }, execute: () => mark, timeoutMs: 5000, maxAttempts: 1, lock: null, simulate: true }";
  const imports = `import { z } from '${zod}';\nimport { mark } from './stamp.ts';\n`;
  place.write('tools.ts', `${imports}export const tools = [${tool}];\n`);
}

describe.each([
  ['serve', ['--port', '0'], 'url'],
  ['dev', [], 'service'],
])('%s --watch', (command, more, key) => {
  let running: Running;
  let url: string;

  beforeAll(async () => {
    saveTeam('May I?');
    saveStamp("'red'");
    saveTools();
    running = place.start([command, ...more, '--watch', '--register', 'tools.ts', '--json']);
    await until(() => running.written.stdout.endsWith('\n}\n'), 30_000);
    url = (JSON.parse(running.written.stdout) as Record<string, string>)[key] ?? '';
  });
  afterAll(async () => {
    running.child.kill('SIGINT');
    await running.ended;
  });

  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.ok, await answer.clone().text()).toBe(true);
  };
  const start = (id: string) => post('/v1/runs', { team: 'desk', input: 'Go.', id });
  const team = async () =>
    (await (await fetch(`${url}/v1/teams/desk`)).json()) as { problem: string; spec: unknown };
  const told = () => running.written.stderr;

  /** Has a run begun, and reads on. */
  async function followed(id: string) {
    const seen: RunEvent[] = [];
    const stream = await fetch(`${url}/v1/runs/${id}/events`);
    const ended = (async () => {
      for await (const { data } of messagesOf(stream)) if (data !== null) seen.push(data);
    })();
    const asked = () => seen.find((each) => each.type === 'question.asked');
    await expect.poll(asked).toBeDefined();
    return { seen, ended };
  }

  /** Answers the question of a run: what was asked, and what its tool then gave. */
  async function finished(id: string, { seen, ended }: Awaited<ReturnType<typeof followed>>) {
    await post(`/v1/runs/${id}/answers`, { answer: 'yes' });
    await ended;
    const of = <T extends RunEvent['type']>(type: T) =>
      seen.filter((each): each is RunEvent & { type: T } => each.type === type);
    const [{ question } = {}] = of('question.asked');
    return { question, results: of('tool.ended').map(({ result }) => result) };
  }

  it('has an open run end with the code it began with, and new ones use what was saved', async () => {
    const [before, after] = [`${command}-before`, `${command}-after`];
    await start(before);
    const open = await followed(before);
    saveStamp("'blue'");
    saveTeam('Is it blue?');
    await expect.poll(told).toContain('Loaded again');
    await expect.poll(async () => JSON.stringify((await team()).spec)).toContain('blue');
    await start(after);
    const next = await followed(after);

    expect(await finished(after, next)).toEqual({ question: 'Is it blue?', results: ['blue'] });
    expect(await finished(before, open)).toEqual({ question: 'May I?', results: ['red'] });
  });

  it('names an edit that does not load, of a tool and of a team, and goes on with what it has', async () => {
    const seenBefore = told().length;
    const since = () => told().slice(seenBefore);
    saveStamp("'green");
    await expect.poll(since).toMatch(/stamp\.ts[^]*Not taken over/);
    place.write('teams/desk.yaml', 'kind: pipeline\nname: [\n');
    await expect.poll(async () => (await team()).problem).toMatch(/desk\.yaml:\d/);
    await expect.poll(since).toMatch(/the team 'desk' has a problem: .*desk\.yaml:\d/);

    const id = `${command}-still`;
    await start(id);
    const run = await followed(id);
    expect(await finished(id, run)).toEqual({ question: 'Is it blue?', results: ['blue'] });
  });
});
