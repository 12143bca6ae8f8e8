import { expect } from 'vitest';
import type { AgentsClient } from '../../../src/client/index.ts';
import { agentOf, until } from '../../support/live-world.ts';
import { ofType, readRun } from '../../support/run-history.ts';
import { countJournaled } from './ledger.ts';
import * as ten from './ten-calls.ts';
import { type CrashWorld, untilTrue } from './world.ts';

// One run whose calls are made by a model worker, and beside it the same one whose calls are the
// orchestrator's own.

/** Agents whose calls are the orchestrator's own. */
const local = { provider: 'anthropic', localCalls: true };

const here = (names: readonly string[]) => names.map((name) => `${name} local`);
const names = [...ten.quick, ...ten.slow];
const localNames = here(names);

/** An orchestrator that can make the calls of `local` agents. */
export async function startOrchestrator({ fleet, model }: CrashWorld) {
  const ANTHROPIC_BASE_URL = model.url;
  const env = { ANTHROPIC_BASE_URL, ANTHROPIC_API_KEY: 'any', ANTHROPIC_MODEL: 'model-1' };
  return await fleet.start('workflows,anthropic', { env });
}

export const untilJournaled = ({ tables }: CrashWorld, id: string, times: number) =>
  untilTrue(async () => (await countJournaled(tables, id)) === times, `${times} replies`);

/** How often the slow agents' calls were made by orchestrators. */
export const slowCallsHere = ({ model }: CrashWorld) => ten.callsOf(model, here(ten.slow));

/** How the runs came to their ends. */
export interface BothWays {
  elsewhere: ten.Recovered[];
  here: ten.Recovered[];
}

interface Disturbed {
  world: CrashWorld;
  client: AgentsClient;
  gate: ten.Gate;
  name: string;
  runs: number;
  /** What is done when five calls of each are in the ledger and five in flight. */
  disturb(localRun: string): Promise<void>;
}

/** Starts both again and again; the orchestrator is disturbed, and both must complete. */
export async function bothWays(scene: Disturbed): Promise<BothWays> {
  const all: BothWays = { elsewhere: [], here: [] };
  for (let index = 0; index < scene.runs; index++) {
    const id = `${scene.name}-${index}`;
    const handles = await startHalf(scene, id);
    const disturbedAt = Date.now();
    await scene.disturb(`${id}-local`);
    const ended = handles.map(async (handle) => {
      expect(await handle.result()).toMatchObject({ allSuccess: true, usage: { calls: 10 } });
      return (Date.now() - disturbedAt) / 1_000;
    });
    const [elsewhere = 0, own = 0] = await Promise.all(ended);
    await expectMadeHere(scene.client, `${id}-local`);
    const requests = scene.world.model.requests.splice(0);
    const of = (agents: string[]) => requests.filter((each) => agents.includes(agentOf(each)));
    all.elsewhere.push(ten.recoveredBy(of(names), elsewhere));
    all.here.push(ten.recoveredBy(of(localNames), own));
  }
  return all;
}

/** Starts both runs, and waits until each has five of its calls in the ledger and five in flight. */
async function startHalf({ world, client, gate }: Disturbed, id: string) {
  gate.close();
  world.model.requests.length = 0;
  const handles = await Promise.all([
    client.start(ten.parallelOf(names), 'Go', { id }),
    client.start(ten.parallelOf(localNames, local), 'Go', { id: `${id}-local` }),
  ]);
  const inFlight = () => ten.callsOf(world.model, ten.slow) === 5 && slowCallsHere(world) === 5;
  await until(inFlight, 'five calls in flight of each', 30_000);
  await untilJournaled(world, id, 5);
  await untilJournaled(world, `${id}-local`, 5);
  return handles;
}

/** The calls are activities of nobody else. */
async function expectMadeHere({ parts }: AgentsClient, id: string): Promise<void> {
  const events = await readRun(parts.temporal, id);
  expect(ofType(events, 'ACTIVITY_TASK_SCHEDULED')).toEqual([]);
  expect(ofType(events, 'MARKER_RECORDED')).toHaveLength(10);
}

/** Which numbers of calls the runs had, and of finished calls that were made again. */
export function repeatsIn({ elsewhere, here }: BothWays) {
  const distinct = (numbers: number[]) => [...new Set(numbers)];
  return {
    elsewhere: distinct(elsewhere.map(({ calls }) => calls)),
    here: distinct(here.map(({ calls }) => calls)),
    finishedAgain: distinct([...elsewhere, ...here].map(({ answeredAgain }) => answeredAgain)),
  };
}
