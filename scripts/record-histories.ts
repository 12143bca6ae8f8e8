/**
 * Records the histories that `test/replay` replays: `npx tsx scripts/record-histories.ts [NAME…]`.
 *
 * A stored history stands for a run that was started with an earlier version and goes on with this
 * one. So record a history when there is a new pattern or a new way for a run to go, under a new
 * name; one that is there is only recorded again when a change that breaks running workflows is
 * wanted, and said in CHANGELOG.md. Needs `npm run build`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openWorld } from '../test/support/live-world.ts';
import { agentRuns } from './record-histories/agent-runs.ts';
import { checkRuns, judge } from './record-histories/check-runs.ts';
import { endedEarly } from './record-histories/ended-early.ts';
import { everyKindRuns } from './record-histories/every-kind-runs.ts';
import { localRuns } from './record-histories/local-runs.ts';
import { longPatterns } from './record-histories/long-patterns.ts';
import { ownRuns, workflowsPath } from './record-histories/own-runs.ts';
import { folder, type Scenario } from './record-histories/recorder.ts';
import { peopleRuns } from './record-histories/people-runs.ts';
import { simulatedRuns } from './record-histories/simulated-runs.ts';
import { tools } from './record-histories/tools.ts';
import { userContexts } from './record-histories/user-contexts.ts';

const scenarios: Record<string, Scenario> = {
  ...simulatedRuns,
  ...peopleRuns,
  ...checkRuns,
  ...agentRuns,
  ...endedEarly,
  ...longPatterns,
  ...localRuns,
  ...userContexts,
  ...ownRuns,
  ...everyKindRuns,
};

const names = Object.keys(scenarios);
const asked = process.argv.slice(2);
const missing = names.filter(
  (name) => !['json', 'json.gz'].some((end) => existsSync(join(folder, `${name}.${end}`))),
);
const transforms = { shorten: (text: string) => text.slice(0, 40), judge };
const world = await openWorld({ transforms, tools, workflowsPath });
try {
  for (const name of asked.length > 0 ? asked : missing) {
    const scenario = scenarios[name];
    if (scenario === undefined) throw new Error(`no '${name}': ${names.join(', ')}`);
    await scenario(world, name);
  }
} finally {
  await world.close();
}
