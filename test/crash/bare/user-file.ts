// The bare alternative to a user context: a JSON file that is read, changed, and renamed into place.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readyToGo } from '../support/ready.ts';

const [file = '', writer = '', count = '0'] = process.argv.slice(2);

await readyToGo();
for (let index = 0; index < Number(count); index += 1) {
  const facts = JSON.parse(readFileSync(file, 'utf8')) as { count: number };
  await sleep(Math.random()); // something is thought about, as agents do
  writeFileSync(`${file}.${writer}`, JSON.stringify({ ...facts, count: facts.count + 1 }));
  renameSync(`${file}.${writer}`, file);
}
process.disconnect();
