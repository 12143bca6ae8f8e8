import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../world.ts';
import type { BaselineSettings } from './baseline.ts';
import { type ContenderPlan, type ContenderProcess, startContender } from './contender-process.ts';
import type { ProductSettings } from './product.ts';

/** Ours; each process has a store and a provider of its own, so that none works for another. */
export function productPlan(
  { stateDir, baseURL }: World,
  name: string,
  how: Partial<Pick<ProductSettings, 'localCalls' | 'reads'>> = {},
): ContenderPlan {
  const own = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const folder = join(stateDir, 'stores');
  mkdirSync(folder, { recursive: true });
  const settings: ProductSettings = {
    stateDir,
    baseURL,
    provider: `bench-${own}`,
    localCalls: false,
    reads: false,
    ...how,
  };
  return { name, script: 'product.ts', settings, env: { DATABASE_URL: join(folder, `${own}.db`) } };
}

function baselinePlan(
  { address, baseURL }: World,
  name: string,
  how: Pick<BaselineSettings, 'way' | 'stacks'>,
): ContenderPlan {
  return { name, script: 'baseline.ts', settings: { address, baseURL, ...how } };
}

/** Everybody who takes part in `npm run bench`. */
export function plansFor(world: World): ContenderPlan[] {
  return [
    productPlan(world, 'durable-agents'),
    productPlan(world, 'durable-agents, result read', { reads: true }),
    productPlan(world, 'durable-agents, localCalls', { localCalls: true }),
    baselinePlan(world, 'baseline', { way: 'queue', stacks: true }),
    baselinePlan(world, 'baseline eager', { way: 'eager', stacks: true }),
    baselinePlan(world, 'baseline eager, no stacks', { way: 'eager', stacks: false }),
    baselinePlan(world, 'baseline local', { way: 'local', stacks: true }),
    baselinePlan(world, 'baseline local, no stacks', { way: 'local', stacks: false }),
  ];
}

/** Starts them one after another; whoever can not take part is named on stderr. */
export async function startAll(
  world: World,
  plans: readonly ContenderPlan[],
): Promise<ContenderProcess[]> {
  const started: ContenderProcess[] = [];
  for (const plan of plans) {
    const contender = await startContender(plan);
    if ('refused' in contender) console.error(`without ${plan.name}: ${contender.refused}`);
    else started.push(world.closing.add(contender, (each) => each.close()));
  }
  return started;
}
