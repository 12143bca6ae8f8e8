import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { humanLatency, type ScriptFunction } from '../../src/testing/index.ts';
import { type BareFleet, openBareFleet } from './support/bare-fleet.ts';
import { replaceInTurn, startPairs } from './support/rolling.ts';
import { countRepeats } from './support/repeats.ts';
import { record } from './support/results.ts';
import { scaled } from './support/scale.ts';
import { type CrashWorld, openWorld } from './support/world.ts';

const runs = scaled(50);
/** As many as a debate of ours makes, here all one after another. */
const turns = 14;

/** Says what it heard and one word more, so that no two calls are the same. */
const echo: ScriptFunction = ({ messages }) => `${messages.at(-1)?.content} and`;

describe('workflows by hand on bare Temporal', () => {
  let world: CrashWorld;
  let bare: BareFleet;

  beforeAll(async () => {
    world = await openWorld({ model: { script: echo, latencyMs: humanLatency } });
    bare = await openBareFleet({ temporal: world.temporal.address, model: world.model.url });
  });
  afterAll(async () => {
    await bare?.close();
    await world?.close();
  });

  it(`${runs} runs of ${turns} calls, while one worker after another is replaced`, async () => {
    const start = (serve: string) => bare.start(serve as 'workflows' | 'models');
    const workers = await startPairs(start, ['workflows', 'models']);
    const { workflow } = (await world.connect()).parts.temporal;
    const startedAt = Date.now();
    const handles = await Promise.all(
      Array.from({ length: runs }, (_, run) =>
        workflow.start('sequential', {
          workflowId: `bare-${run}`,
          taskQueue: 'baseline',
          args: [{ turns, input: `Go ${run}` }],
        }),
      ),
    );
    const rolling = replaceInTurn(start, workers, 'stop');
    const ends = await Promise.allSettled(handles.map((handle) => handle.result()));
    const s = (Date.now() - startedAt) / 1_000;
    const replaced = await rolling.stop();
    const { calls, answeredAgain } = countRepeats(world.model.requests);
    record('restarts', 'bare', {
      runs,
      complete: ends.filter(({ status }) => status === 'fulfilled').length,
      'workers replaced': replaced,
      'calls needed': runs * turns,
      'calls made': calls,
      'answered calls repeated': answeredAgain,
      s,
    });
    expect(replaced).toBeGreaterThan(0);
  });
});
