import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServedWorld, type ServedWorld } from './service-world.ts';

const tokens = [
  { token: 'everything-everything' },
  { token: 'phil-phil-phil-phil', user: 'phil', teams: ['greeter', 'asker', 'room'] },
  { token: 'mona-mona-mona-mona', user: 'mona' },
];

export type Headers = Record<string, string>;

/** Who calls: one may do everything, two see what is theirs, and phil starts three teams only. */
export const admin: Headers = { authorization: 'Bearer everything-everything' };
export const phil: Headers = { authorization: 'Bearer phil-phil-phil-phil' };
export const mona: Headers = { authorization: 'Bearer mona-mona-mona-mona' };

/** What the service answers with; a start has the run's id. */
export type Answer = Record<string, unknown> & { id: string };

export const bodyOf = async (answer: Response) => (await answer.json()) as Answer;

/** A served world with tokens and teams: `greeter`, `asker`, `room` (on a thread), `rooms` (on two). */
export interface CallersWorld extends ServedWorld {
  /** Starts a run, as the admin where nobody else is said to. */
  start(body: object, headers?: Headers, query?: string): Promise<Response>;
  get(path: string, headers?: Headers): Promise<{ status: number; body: Answer }>;
}

export async function openCallersWorld(): Promise<CallersWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'served-teams-'));
  for (const [name, spec] of Object.entries(teams))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(spec));
  const world = await openServedWorld({ teams: folder, tokens, heartbeatMs: 200 });
  return {
    ...world,
    start: (body, headers = admin, query = '') =>
      world.call('POST', `/v1/runs${query}`, body, headers),
    async get(path, headers = admin) {
      const answer = await world.call('GET', path, undefined, headers);
      return { status: answer.status, body: await bodyOf(answer) };
    },
    async close() {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const ann = { kind: 'agent', name: 'Ann', provider: 'chat' };
const agents = ['next-room', 'room'].map((thread, at) => ({ ...ann, name: `A${at}`, thread }));

const teams = {
  greeter: ann,
  asker: { kind: 'person', name: 'Boss', question: 'May I?', choices: ['yes', 'no'] },
  room: { ...ann, thread: 'room' },
  rooms: { kind: 'parallel', name: 'Rooms', agents },
};
