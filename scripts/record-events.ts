/**
 * Records what happens in a run of every kind, for the tests of how a run is looked at:
 * `npx tsx scripts/record-events.ts [NAME…]`. Needs `npm run build`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../src/core/events.ts';
import { parseStep } from '../src/core/kinds/step-schema.ts';
import { openWorld } from '../test/support/live-world.ts';
import { scenes } from './record-events/scenes.ts';
import { tools } from './record-histories/tools.ts';

const folder = fileURLToPath(new URL('../test/unit/run-view/recordings', import.meta.url));
mkdirSync(folder, { recursive: true });

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(scenes);
const world = await openWorld({ tools, transforms: { shout: (text) => text.toUpperCase() } });
try {
  for (const name of names) {
    const scene = scenes[name];
    if (scene === undefined) throw new Error(`no '${name}': ${Object.keys(scenes).join(', ')}`);
    world.cast(scene.cast);
    const run = await world.client.start(scene.step, 'Tea or coffee?', { id: name });
    const playing = scene.meanwhile?.(run, world);
    const events: RunEvent[] = [];
    for await (const event of run.events()) events.push(event);
    await playing;
    const lines = events.map((event) => JSON.stringify(event)).join(',\n');
    const spec = JSON.stringify(parseStep(scene.step));
    writeFileSync(join(folder, `${name}.json`), `{"spec":${spec},\n"events":[\n${lines}\n]}\n`);
    console.log(`${name}: ${events.length} events`);
  }
} finally {
  await world.close();
}
