import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentsClient, RunEvent } from '../../src/client/index.ts';
import { openaiPython } from '../support/openai-python.ts';
import { type Answered, askInJavaScript, askInPython, proposals } from './support/doors/chats.ts';
import { readAsBrowser, readByCurl, type ReadEvents } from './support/doors/event-readers.ts';
import { attemptsOf, type Kill, killInTurn } from './support/doors/kills.ts';
import { model, question, speech, teams } from './support/doors/teams.ts';
import { connectHttp, connectStdio, useTools } from './support/doors/tools.ts';
import { countAllJournaled, repliesOf } from './support/ledger.ts';
import { askedAfterJournaled } from './support/paid-again.ts';
import { record } from './support/results.ts';
import { full, scaled } from './support/scale.ts';
import { endedTexts, isCounted, isRetried, textsIn } from './support/told-texts.ts';
import { type CrashWorld, openWorld } from './support/world.ts';

let world: CrashWorld;
let client: AgentsClient;
let python: Awaited<ReturnType<typeof openaiPython>>;
let told: Awaited<ReturnType<typeof tellAll>>;
let kills: Kill[];
const connected: Client[] = [];

beforeAll(
  async () => {
    python = await openaiPython();
    world = await openWorld({ model });
    const roles = ['openai', 'openai', 'workflows', 'workflows'];
    const workers = await Promise.all(roles.map((serve) => world.fleet.start(serve)));
    client = await world.connect();
    const url = await world.fleet.serve(teams);
    connected.push(await connectHttp(url), await connectStdio(world.fleet));
    let isOver = false;
    const startedAt = Date.now();
    const telling = tellAll(url).finally(() => (isOver = true));
    const atMost = full ? Infinity : 3; // both model workers, and one of workflows
    const killing = killInTurn({ world, workers, atMost, isOver: () => isOver });
    [told, kills] = await Promise.all([telling, killing]);
    keep((Date.now() - startedAt) / 1_000);
  },
  full ? 20 * 60_000 : 120_000,
);
afterAll(async () => {
  await Promise.all(connected.map((each) => each.close()));
  await world?.close();
});

/** All clients at once, with all that they are told. */
async function tellAll(url: string) {
  const count = scaled(20);
  const [http, stdio] = connected;
  if (http === undefined || stdio === undefined) throw new Error('no MCP client is connected');
  const all = {
    javaScript: askInJavaScript(url, count),
    python: 'python' in python ? askInPython(python.python, url, count) : Promise.resolve([]),
    http: useTools(http, 'http', count),
    stdio: useTools(stdio, 'stdio', count),
    streams: Promise.all(proposals('panel', scaled(10)).map((id) => readPanel(url, id))),
  };
  const ended = await Promise.all(
    Object.entries(all).map(async ([key, each]) => [key, await each]),
  );
  return Object.fromEntries(ended) as { [K in keyof typeof all]: Awaited<(typeof all)[K]> };
}

interface Streams {
  id: string;
  curl: ReadEvents;
  browser: ReadEvents;
}

/** A debate that is started over HTTP, and read by curl and as a browser does. */
async function readPanel(url: string, id: string): Promise<Streams> {
  const body = JSON.stringify({ team: 'panel', input: question(id), id });
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${url}/v1/runs`, { method: 'POST', body, headers })).status).toBe(202);
  const events = `${url}/v1/runs/${id}/events`;
  const [curl, browser] = await Promise.all([
    readByCurl(events, full ? 200 : 40),
    readAsBrowser(events),
  ]);
  return { id, curl, browser };
}

function chats(): Answered[] {
  return [...told.javaScript, ...told.python];
}

function everyAnswer(): Answered[] {
  const { http, stdio } = told;
  return [...chats(), ...http.line, ...http.asking, ...stdio.line, ...stdio.asking];
}

async function expectWhole(answers: readonly Answered[]): Promise<void> {
  for (const { proposal, run, text } of answers) {
    expect(text).toBe(speech('Cleo', proposal));
    expect(await client.handle(run).result()).toMatchObject({ success: true, content: text });
  }
  expect(new Set(answers.map(({ run }) => run)).size).toBe(answers.length);
}

/** Figures for the report. */
function keep(seconds: number): void {
  const { needed, made, unexplained } = attemptsOf(world.model.requests, kills);
  record('doors', 'ours', {
    'runs asked for': everyAnswer().length + told.streams.length,
    'workers killed': kills.length,
    'streams dropped': told.streams.reduce(
      (sum, { curl, browser }) => sum + curl.dropped + browser.dropped,
      0,
    ),
    'calls needed': needed,
    'calls made': made,
    'repeated without a kill': unexplained.length,
    s: seconds,
  });
}

describe('one service whose workers are killed and replaced', () => {
  it("gives OpenAI's client of JavaScript each answer whole, in one piece and as a stream", async () => {
    expect(told.javaScript).toHaveLength(2 * scaled(20));
    await expectWhole(told.javaScript);
  });

  it("gives OpenAI's client of Python the same", async ({ skip }) => {
    if ('missing' in python) return skip(python.missing);
    expect(told.python).toHaveLength(2 * scaled(20));
    await expectWhole(told.python);
  });

  it.each(['http', 'stdio'] as const)(
    'gives an MCP client over %s each answer, and takes what a person says',
    async (transport) => {
      const { line, asking } = told[transport];
      expect([line, asking].map(({ length }) => length)).toEqual([scaled(20), scaled(20)]);
      await expectWhole([...line, ...asking]);
      for (const { run } of asking) {
        const answered = (await eventsOf(run)).filter(({ type }) => type === 'question.answered');
        expect(answered).toMatchObject([{ by: 'Ada' }]);
      }
    },
  );

  it('tells curl, however often its stream is dropped, and a browser what happened, once and in order', async () => {
    for (const { id, curl, browser } of told.streams) {
      expect(curl.dropped).toBeGreaterThan(10); // a fast machine is done sooner
      expect(browser.dropped).toBeGreaterThan(1);
      const counted = withoutTexts(await eventsOf(id));
      expect(counted.map(({ seq }) => seq)).toEqual(counted.map((_, index) => index + 1));
      expect(counted.at(-1)).toMatchObject({ type: 'run.ended', success: true });
      for (const { events } of [curl, browser]) {
        expect(withoutTexts(events)).toEqual(counted);
        await expectStored(id, events);
      }
    }
  });

  it('has each call answered once, and pays again for those only whose worker was killed', async () => {
    const { requests } = world.model;
    const { needed, made, unexplained } = attemptsOf(requests, kills);
    const subjects = new Map(everyAnswer().map(({ run, proposal }) => [run, proposal]));
    expect(unexplained).toEqual([]);
    expect(made).toBeGreaterThan(needed); // or nothing was hit, and this shows nothing
    expect(await countAllJournaled(world.tables)).toBe(needed);
    expect(await askedAfterJournaled(requests, world.tables, subjects)).toBe(0);
  });

  it('has started one run for each that was asked for', async () => {
    const runs = await client.runs.list({ limit: 1_000 });
    const asked = [...everyAnswer().map(({ run }) => run), ...told.streams.map(({ id }) => id)];
    expect(runs.map(({ id }) => id).toSorted()).toEqual(asked.toSorted());
  });
});

async function eventsOf(id: string): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const event of client.handle(id).events()) all.push(event);
  return all;
}

/** The events that have numbers. Their cursors say how much of other turns was read, which differs. */
const withoutTexts = (events: readonly RunEvent[]) =>
  events.filter(isCounted).map((event) => ({ ...event, cursor: '' }));

/** What was streamed of each turn is what it ended with, and that is what the ledger has. */
async function expectStored(id: string, events: readonly RunEvent[]): Promise<void> {
  const stored = (await repliesOf(world.tables, id)).map(toldOf);
  expect(endedTexts(events).toSorted()).toEqual(stored.toSorted());
  const whole = [...textsIn(events)].filter(([turn]) => !isRetried(turn, events));
  expect(whole.length).toBeGreaterThan(0);
  expect(stored).toEqual(expect.arrayContaining(whole.map(([, text]) => text)));
}

/** What events tell of a reply: of a vote, why. */
function toldOf(reply: string): string {
  const vote = reply.startsWith('{"why":') ? (JSON.parse(reply) as { why: string }) : null;
  return vote?.why ?? reply;
}
