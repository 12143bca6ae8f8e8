import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Browser } from 'playwright-core';
import type { AgentsClient } from '../../../../src/client/index.ts';
import type { Closing } from '../../../../src/workers/closing.ts';
import type { OpenAIPython } from '../../../support/openai-python.ts';
import { full } from '../scale.ts';
import { type CrashWorld, openWorld } from '../world.ts';
import { askInJavaScript, askInPython, proposals } from './chats.ts';
import { readByCurl, readByEventSource, type ReadEvents } from './event-readers.ts';
import { type Kill, killInTurn } from './kills.ts';
import { openInStudio, type ReadInStudio } from './studio-reader.ts';
import { model, question, teams } from './teams.ts';
import { connectHttp, connectStdio, useTools } from './tools.ts';

/** How much happens. */
export interface SceneSize {
  /** Questions of each client, and each way. */
  asked: number;
  /** Debates that are read as they happen. */
  panels: number;
  /** What workers serve, in the order in which they are killed. */
  roles: string[];
  /** How many workers are killed at most. */
  kills: number;
}

interface SceneOptions extends SceneSize {
  /** URL of the stores. */
  database: string;
  python: OpenAIPython;
  /** `null`: there is none. */
  browser: Browser | null;
}

/** One service, all its clients at once, and what came of it. */
export interface Scene {
  world: CrashWorld;
  client: AgentsClient;
  told: Told;
  kills: Kill[];
  /** From the first kill on. */
  seconds: number;
}

type Told = Awaited<ReturnType<typeof tellAll>>;

/** A debate, as each who followed it was told. */
interface ReadPanel {
  id: string;
  curl: ReadEvents;
  eventSource: ReadEvents;
  studio: ReadInStudio | null;
}

/** Has everything happen while workers are killed, to the end of the last answer. */
export async function playScene(options: SceneOptions, closing: Closing): Promise<Scene> {
  const { database, roles, kills: atMost } = options;
  const world = closing.add(await openWorld({ model, database }), (each) => each.close());
  const workers = await Promise.all(roles.map((serve) => world.fleet.start(serve)));
  const client = await world.connect();
  const url = await world.fleet.serve(teams);
  const [http, stdio] = await Promise.all([connectHttp(url), connectStdio(world.fleet)]);
  for (const each of [http, stdio]) closing.add(each, () => each.close());
  const panels = await openPanels(url, options);
  let isOver = false;
  const startedAt = Date.now();
  const telling = tellAll({ ...options, url, http, stdio, panels, model: world.model });
  const over = telling.finally(() => (isOver = true));
  const [told, kills] = await Promise.all([
    over,
    killInTurn({ world, workers, atMost, isOver: () => isOver }),
  ]);
  return { world, client, told, kills, seconds: (Date.now() - startedAt) / 1_000 };
}

interface Telling extends Pick<SceneOptions, 'asked' | 'python'> {
  url: string;
  http: Client;
  stdio: Client;
  panels: OpenPanel[];
  model: CrashWorld['model'];
}

/** All clients at once, with all that they are told. */
async function tellAll({ url, asked, python, http, stdio, panels, model }: Telling) {
  const all = {
    javaScript: askInJavaScript(url, asked),
    python:
      'python' in python
        ? askInPython(python.python, url, model, asked)
        : Promise.resolve({ whole: [], cut: [] }),
    http: useTools(http, 'http', asked),
    stdio: useTools(stdio, 'stdio', asked),
    panels: Promise.all(panels.map((read) => read())),
  };
  const ended = await Promise.all(
    Object.entries(all).map(async ([key, each]) => [key, await each]),
  );
  return Object.fromEntries(ended) as { [K in keyof typeof all]: Awaited<(typeof all)[K]> };
}

type OpenPanel = () => Promise<ReadPanel>;

/** Starts debates, and waits until the studio shows those that it is to show. */
async function openPanels(
  url: string,
  { panels, browser }: Pick<SceneOptions, 'panels' | 'browser'>,
): Promise<OpenPanel[]> {
  return await Promise.all(
    proposals('panel', panels).map(async (id) => {
      await startPanel(url, id);
      const page = browser === null ? null : await openInStudio(browser, url, id);
      return () => readPanel(url, id, async () => (await page?.read()) ?? null);
    }),
  );
}

/** Starts a debate over HTTP. */
async function startPanel(url: string, id: string): Promise<void> {
  const body = JSON.stringify({ team: 'panel', input: question(id), id });
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`${url}/v1/runs`, { method: 'POST', body, headers });
  if (status !== 202) throw new Error(`the start of ${id} was answered with ${status}`);
}

/** Reads a debate by curl, by an `EventSource`, and on a page. */
async function readPanel(
  url: string,
  id: string,
  readPage: () => Promise<ReadInStudio | null>,
): Promise<ReadPanel> {
  const events = `${url}/v1/runs/${id}/events`;
  const [curl, eventSource, studio] = await Promise.all([
    readByCurl(events, full ? 200 : 40),
    readByEventSource(events),
    readPage(),
  ]);
  return { id, curl, eventSource, studio };
}
