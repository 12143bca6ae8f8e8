// Takes the lock some times, and tells the guarded resource when it enters and leaves. `rests` makes
// it wait to be told before it leaves, as one does that is stopped meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import { openLocks } from 'durable-agents';
import { readyToGo } from '../support/ready.ts';
import { writeTo } from '../support/resource.ts';

const [url = '', name = '', resource = '', turns = '1', rests = ''] = process.argv.slice(2);

const locks = await openLocks(url);
await readyToGo();
for (let turn = 0; turn < Number(turns); turn += 1) {
  const lock = await locks.getLock('crash', 'one', { holder: name, lease: '2s', wait: '10m' });
  const { fencing } = lock;
  await writeTo(resource, { name, what: 'enter', fencing });
  if (rests === '') await sleep(10);
  else await readyToGo();
  const accepted = await writeTo(resource, { name, what: 'leave', fencing });
  if (rests !== '') process.send?.({ accepted });
  await lock.release();
}
await locks.close();
process.disconnect();
