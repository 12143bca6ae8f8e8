// The bare alternative to a lock: a row with a time to live, asked for again and again. It is not
// renewed, and gives no fencing number.
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'libsql';
import { readyToGo } from '../support/ready.ts';
import { writeTo } from '../support/resource.ts';

const [path = '', name = '', resource = '', turns = '1', rests = ''] = process.argv.slice(2);

const lifeMs = 2_000;
const db = new Sqlite(path);
db.pragma('busy_timeout = 5000');
const take = db.prepare(
  'update lock set holder = ?, expires = ? where holder is null or expires < ?',
);
const free = db.prepare('update lock set holder = null where holder = ?');

await readyToGo();
for (let turn = 0; turn < Number(turns); turn += 1) {
  while (take.run([name, Date.now() + lifeMs, Date.now()]).changes === 0) {
    await sleep(10 + Math.random() * 20);
  }
  await writeTo(resource, { name, what: 'enter', fencing: null });
  if (rests === '') await sleep(10);
  else await readyToGo();
  const accepted = await writeTo(resource, { name, what: 'leave', fencing: null });
  if (rests !== '') process.send?.({ accepted });
  free.run([name]);
}
db.close();
process.disconnect();
