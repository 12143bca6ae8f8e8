/** Runs whose replies are long: do they end well? `npm run bench:large`. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Work } from './cases.ts';
import { startContender } from './contenders/contender-process.ts';
import { productPlan } from './contenders/plans.ts';
import type { LongResult } from './contenders/product.ts';
import { publish } from './publish.ts';
import { markdownTable, show } from './report.ts';
import { openWorld, type World } from './world.ts';

const { values: options } = parseArgs({
  options: {
    agents: { type: 'string', default: '500' },
    bytes: { type: 'string', default: '250000' },
    write: { type: 'boolean', default: false },
  },
});

const agents = Number(options.agents);
const replyBytes = Number(options.bytes);
const shapes: Record<string, Pick<Work, 'groups' | 'atOnce'>> = {
  'parallel, ten at once': { groups: [agents], atOnce: 10 },
  'parallel, all at once': { groups: [agents] },
  pipeline: { groups: Array.from({ length: agents }, () => 1) },
};

/** What became of a run. */
interface Outcome {
  shape: string;
  outcome: string;
  seconds: number;
  /** Calls that the model answered, which somebody pays. */
  paid: number;
  /** Replies that stand whole in the result. */
  inResult: number;
  historyBytes: number;
  events: number;
}

async function outcomeOf(world: World, shape: string): Promise<Outcome> {
  const work: Work = { groups: [], ...shapes[shape], latencyMs: 0, replyBytes };
  world.model.be(work);
  const before = world.model.asked;
  const id = `large-${randomUUID()}`;
  const started = performance.now();
  const result = await resultOf(world, { work, id });
  const seconds = (performance.now() - started) / 1_000;
  const handle = world.temporal.workflow.getHandle(id);
  const { historySize = Number.NaN, historyLength, status } = await handle.describe();
  if (status.name === 'RUNNING') await handle.terminate('the benchmark gave it up');
  return {
    shape,
    outcome: result.success ? 'success' : `${result.error?.type}: ${result.error?.message}`,
    seconds,
    paid: world.model.asked - before,
    inResult: result.whole,
    historyBytes: historySize,
    events: historyLength,
  };
}

/** In a process of its own, which may not survive it. */
async function resultOf(world: World, about: { work: Work; id: string }): Promise<LongResult> {
  const contender = await startContender(productPlan(world, 'durable-agents'));
  if ('refused' in contender) throw new Error(contender.refused);
  try {
    return await contender.ask<LongResult>('result', about);
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { success: false, error: { type: 'no result', message }, whole: 0 };
  } finally {
    await contender.close();
  }
}

function tableOf(outcomes: readonly Outcome[]): string {
  const head = [`${agents} agents, replies of ${replyBytes / 1_000} KB`, 'how it ends'];
  const numbers = ['s', 'calls paid', 'of these in the result', 'history, MB', 'events'];
  const lines = outcomes.map((each) => [
    each.shape,
    each.outcome.replaceAll('|', '\\|'),
    ...[each.seconds, each.paid, each.inResult, each.historyBytes / 1e6].map(show),
    String(each.events),
  ]);
  return markdownTable([...head, ...numbers], lines);
}

const world = await openWorld();
try {
  const outcomes: Outcome[] = [];
  for (const shape of Object.keys(shapes)) {
    console.error(`running: ${shape}`);
    outcomes.push(await outcomeOf(world, shape));
  }
  publish(
    {
      name: 'large',
      command: 'npm run bench:large',
      parts: [tableOf(outcomes)],
      figures: { outcomes },
    },
    { write: options.write },
  );
} finally {
  await world.closing.close();
}
