import { Failure, failure } from './src/core/failures.ts';
import { parseStep } from './src/core/kinds/step-schema.ts';
import { memoryWorld } from './test/support/memory-host.ts';
import { setTimeout as sleep } from 'node:timers/promises';
const spec = (more: any = {}) =>
  parseStep({
    kind: 'agent',
    name: 'Ann',
    provider: 'first',
    model: ['a', { provider: 'other', model: 'b' }],
    ...more,
  });
const bad = { problem: { kind: 'empty', reason: 'it was empty' }, content: '' } as any;
async function run(label: string, script: any, more: any = {}) {
  const world = memoryWorld(script, { tools: { look: () => 'seen' } });
  const t = performance.now();
  const r: any = await world.run(spec(more));
  console.log(
    label,
    world.calls.map(({ call }: any) => `${call.settings.provider}#${call.key.number}`).join(' '),
    r.success,
    r.error?.type,
    Math.round(performance.now() - t),
    JSON.stringify(r.warnings.map((w: any) => w.type)),
  );
}
await run(
  'maxTurns 1, unusable',
  ({ call }: any) => (call.settings.provider === 'first' ? bad : { content: 'Yes.' }),
  { maxTurns: 1 },
);
await run(
  'maxTurns 3, unusable x3',
  ({ call }: any) => (call.settings.provider === 'first' ? bad : { content: 'Yes.' }),
  { maxTurns: 3 },
);
await run(
  'maxTurns default, fail in last turn',
  ({ call }: any) => {
    if (call.settings.provider === 'first') throw failure(Failure.modelUnavailable, 'x');
    return { content: 'Yes.' };
  },
  { maxTurns: 1 },
);
await run(
  'slow re-asks: share',
  async ({ call, signal }: any) => {
    if (call.settings.provider === 'first') {
      await sleep(950, undefined, { signal }).catch(() => {});
      return bad;
    }
    await sleep(700, undefined, { signal }).catch(() => {});
    return { content: 'Yes.' };
  },
  { timeout: '3s' },
);
await run('worker away / payload too large', ({ call }: any) => {
  if (call.settings.provider === 'first')
    throw failure(Failure.payloadTooLarge, 'a body of more than 16 MB');
  return { content: 'Yes.' };
});
await run('not served', ({ call }: any) => {
  if (call.settings.provider === 'first') throw failure(Failure.providerNotServed, 'x');
  return { content: 'Yes.' };
});
