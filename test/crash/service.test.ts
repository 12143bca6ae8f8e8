import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/client/index.ts';
import { Closing } from '../../src/workers/closing.ts';
import { missing as noBrowser, openBrowser } from '../browser/support/chromium.ts';
import { databases } from '../support/databases.ts';
import { openaiPython, type OpenAIPython } from '../support/openai-python.ts';
import type { Answered } from './support/doors/chats.ts';
import { attemptsOf } from './support/doors/kills.ts';
import { playScene, type Scene, type SceneSize } from './support/doors/scene.ts';
import { letters, toldBy, toldIn } from './support/doors/shown.ts';
import { speech } from './support/doors/teams.ts';
import { countAllJournaled, repliesOf } from './support/ledger.ts';
import { askedAfterJournaled } from './support/paid-again.ts';
import { record } from './support/results.ts';
import { full, scaled } from './support/scale.ts';
import type { Scenario } from './support/scenarios.ts';
import { endedTexts, isCounted, isRetried, textsIn } from './support/told-texts.ts';

const scenarioOf: Record<string, Scenario> = { SQLite: 'doors', Postgres: 'doorsPostgres' };

const roles = ['openai', 'openai', 'workflows', 'workflows'];
const whole: SceneSize = {
  asked: scaled(20),
  panels: scaled(10),
  roles,
  kills: full ? 12 : 3, // each of the four, three times over
};
/** What is claimed of another database as well, where time is short. */
const small: SceneSize = { asked: 1, panels: 1, roles: ['openai', 'workflows'], kills: 2 };

let python: OpenAIPython;

beforeAll(async () => {
  python = await openaiPython();
});

describe.each(databases)('one service, its stores in $name', ({ name, missing, create }) => {
  const size = name === 'SQLite' || full ? whole : small;

  describe.skipIf(missing !== '')('whose workers are killed and replaced', () => {
    let scene: Scene;
    const closing = new Closing();

    beforeAll(
      async () => {
        const database = closing.add(await create(), ({ remove }) => remove());
        const browser =
          noBrowser === '' ? closing.add(await openBrowser(), (each) => each.close()) : null;
        scene = await playScene({ ...size, database: database.url, python, browser }, closing);
        keep(scenarioOf[name] ?? 'doors', scene);
      },
      full ? 20 * 60_000 : 120_000,
    );
    afterAll(() => closing.close());

    it("gives OpenAI's client of JavaScript each answer whole, in one piece and as a stream", async () => {
      expect(scene.told.javaScript).toHaveLength(2 * size.asked);
      await expectWhole(scene, scene.told.javaScript);
    });

    it("gives OpenAI's client of Python the same", async ({ skip }) => {
      if ('missing' in python) return skip(python.missing);
      expect(scene.told.python.whole).toHaveLength(2 * size.asked);
      await expectWhole(scene, scene.told.python.whole);
    });

    it('answers a client of Python whose connection was lost and that asks again by itself', async ({
      skip,
    }) => {
      if ('missing' in python) return skip(python.missing);
      const { cut } = scene.told.python;
      expect(cut.map(({ retries }) => retries)).toEqual(
        Array.from({ length: size.asked }, () => 1),
      );
      await expectWhole(scene, cut);
    });

    it.each(['http', 'stdio'] as const)(
      'gives an MCP client over %s each answer, and takes what a person says',
      async (transport) => {
        const { line, asking } = scene.told[transport];
        expect([line, asking].map(({ length }) => length)).toEqual([size.asked, size.asked]);
        await expectWhole(scene, [...line, ...asking]);
        for (const { run } of asking) {
          const events = await eventsOf(scene, run);
          const answered = events.filter(({ type }) => type === 'question.answered');
          expect(answered).toMatchObject([{ by: 'Ada' }]);
        }
      },
    );

    it('tells curl, however often its stream is dropped, and an EventSource what happened, once and in order', async () => {
      expect(scene.told.panels).toHaveLength(size.panels);
      for (const { id, curl, eventSource } of scene.told.panels) {
        expect(curl.dropped).toBeGreaterThan(10); // a fast machine is done sooner
        expect(eventSource.dropped).toBeGreaterThan(1);
        const counted = withoutTexts(await eventsOf(scene, id));
        expect(counted.map(({ seq }) => seq)).toEqual(counted.map((_, index) => index + 1));
        expect(counted.at(-1)).toMatchObject({ type: 'run.ended', success: true });
        const texts = [curl, eventSource].map(async ({ events }) => {
          expect(withoutTexts(events)).toEqual(counted);
          return await storedTexts(scene, id, events);
        });
        const heard = (await Promise.all(texts)).flat();
        // where the only worker that reads for followers is killed, they may hear nothing until the end
        expect(heard.length).toBeGreaterThanOrEqual(size === whole ? 1 : 0);
      }
    });

    it('shows on a page that has been open all the time what one that is opened afterwards shows: all that was said, once', async ({
      skip,
    }) => {
      if (noBrowser !== '') return skip(noBrowser);
      const [firstKill] = scene.kills;
      for (const { id, studio } of scene.told.panels) {
        if (studio === null) throw new Error(`nobody had ${id} open`);
        const events = await eventsOf(scene, id);
        expect(studio.openedAt).toBeLessThan(firstKill?.from ?? 0);
        expect(Date.parse(events.at(-1)?.at ?? '')).toBeGreaterThan(firstKill?.to ?? Infinity);
        expect(studio.dropped).toBeGreaterThan(1);
        expect(toldIn(studio.live)).toEqual(toldBy(events));
        expect(letters(studio.live.text)).toBe(letters(studio.afterwards.text));
      }
    });

    it('has each call answered once, and pays again for those only whose worker was killed', async () => {
      const { world, kills } = scene;
      const { requests } = world.model;
      const { needed, made, unexplained } = attemptsOf(requests, kills);
      const subjects = new Map(everyAnswer(scene).map(({ run, proposal }) => [run, proposal]));
      expect(unexplained).toEqual([]);
      expect(made).toBeGreaterThan(needed); // or nothing was hit, and this shows nothing
      expect(await countAllJournaled(world.tables)).toBe(needed);
      expect(await askedAfterJournaled(requests, world.tables, subjects)).toBe(0);
    });

    it('has started one run for each that was asked for', async () => {
      const runs = await scene.client.runs.list({ limit: 1_000 });
      const asked = [
        ...everyAnswer(scene).map(({ run }) => run),
        ...scene.told.panels.map(({ id }) => id),
      ];
      expect(runs.map(({ id }) => id).toSorted()).toEqual(asked.toSorted());
    });
  });
});

function everyAnswer({ told: { javaScript, python, http, stdio } }: Scene): Answered[] {
  const tools = [http, stdio].flatMap(({ line, asking }) => [...line, ...asking]);
  return [...javaScript, ...python.whole, ...python.cut, ...tools];
}

async function expectWhole({ client }: Scene, answers: readonly Answered[]): Promise<void> {
  for (const { proposal, run, text } of answers) {
    expect(text).toBe(speech('Cleo', proposal));
    expect(await client.handle(run).result()).toMatchObject({ success: true, content: text });
  }
  expect(new Set(answers.map(({ run }) => run)).size).toBe(answers.length);
}

/** Figures for the report. */
function keep(scenario: Scenario, scene: Scene): void {
  const { world, told, kills, seconds } = scene;
  const { needed, made, unexplained } = attemptsOf(world.model.requests, kills);
  const dropped = told.panels.flatMap(({ curl, eventSource, studio }) => [
    curl.dropped,
    eventSource.dropped,
    studio?.dropped ?? 0,
  ]);
  record(scenario, 'ours', {
    'runs asked for': everyAnswer(scene).length + told.panels.length,
    'workers killed': kills.length,
    'streams dropped': dropped.reduce((sum, times) => sum + times, 0),
    'calls needed': needed,
    'calls made': made,
    'repeated without a kill': unexplained.length,
    s: seconds,
  });
}

async function eventsOf({ client }: Scene, id: string): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const event of client.handle(id).events()) all.push(event);
  return all;
}

/** The events that have numbers. Their cursors say how much of other turns was read, which differs. */
const withoutTexts = (events: readonly RunEvent[]) =>
  events.filter(isCounted).map((event) => ({ ...event, cursor: '' }));

/** What was streamed of each turn is what it ended with, and that is what the ledger has. */
async function storedTexts(
  { world }: Scene,
  id: string,
  events: readonly RunEvent[],
): Promise<string[]> {
  const stored = (await repliesOf(world.tables, id)).map(toldOf);
  expect(endedTexts(events).toSorted()).toEqual(stored.toSorted());
  const streamed = [...textsIn(events)]
    .filter(([turn]) => !isRetried(turn, events))
    .map(([, text]) => text);
  expect(stored).toEqual(expect.arrayContaining(streamed));
  return streamed;
}

/** What events tell of a reply: of a vote, why. */
function toldOf(reply: string): string {
  const vote = reply.startsWith('{"why":') ? (JSON.parse(reply) as { why: string }) : null;
  return vote?.why ?? reply;
}
