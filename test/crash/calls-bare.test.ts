import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/live-world.ts';
import { type BareFleet, openBareFleet } from './support/bare-fleet.ts';
import { record } from './support/results.ts';
import { scaled } from './support/scale.ts';
import { startScript } from './support/script.ts';
import { startTcpRelay, type TcpRelay } from './support/tcp-relay.ts';
import * as ten from './support/ten-calls.ts';
import { type CrashWorld, openWorld } from './support/world.ts';

const runs = scaled(10);
const gate = new ten.Gate();
let world: CrashWorld;

beforeAll(async () => {
  world = await openWorld({ model: { script: gate.script } });
});
afterAll(() => world?.close());

describe('the bare alternatives to ten durable calls', () => {
  it('Promise.all in one process, killed and started again', async () => {
    const words = [world.model.url, ...ten.quick, ...ten.slow];
    const answered = () => world.model.requests.filter(({ endedBy }) => endedBy === 'reply').length;
    const all: ten.Recovered[] = [];
    for (let index = 0; index < runs; index++) {
      gate.close();
      const first = await startScript('bare/promise-all.ts', words);
      first.go();
      await until(() => world.model.requests.length === 10 && answered() === 5, 'five answers');
      const killedAt = Date.now();
      await first.kill();
      gate.open();
      const second = await startScript('bare/promise-all.ts', words);
      second.go();
      await second.end();
      all.push(ten.recovered(world.model, killedAt));
    }
    record('everything', 'bare', ten.figuresOf(all));
    expect(all).toHaveLength(runs);
  });
});

describe('bare Temporal activities', () => {
  let relay: TcpRelay;
  let bare: BareFleet;

  beforeAll(async () => {
    relay = await startTcpRelay(world.temporal.address);
    bare = await openBareFleet({ temporal: world.temporal.address, model: world.model.url });
    await bare.start('workflows');
  });
  afterAll(async () => {
    await bare?.close();
    await relay?.close();
  });

  it('whose worker is killed when ten replies are there that it has not told Temporal', async () => {
    const { temporal } = (await world.connect()).parts;
    const all: ten.Recovered[] = [];
    const answered = () => world.model.requests.filter(({ endedBy }) => endedBy === 'reply').length;
    let models = await bare.start('models', relay.address);
    for (let index = 0; index < runs; index++) {
      gate.close();
      const options = { workflowId: `bare-${index}`, taskQueue: 'baseline' };
      const args = [{ turns: 10, input: 'Go' }];
      const handle = await temporal.workflow.start('together', { ...options, args });
      await until(() => world.model.requests.length === 10, 'ten calls');
      relay.block();
      gate.open();
      await until(() => answered() === 10, 'ten answers');
      const killedAt = Date.now();
      await models.kill();
      relay.open();
      models = await bare.start('models', relay.address);
      await handle.result();
      all.push(ten.recovered(world.model, killedAt));
    }
    record('modelWorker', 'bare', ten.figuresOf(all));
    expect(all).toHaveLength(runs);
  });
});
