/** What lock-taker.ts starts. */
import { appendFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { failureType } from '../../dist/core/failures.js';
import { openLocks } from '../../dist/workers/open-locks.js';

const given = JSON.parse(process.env.LOCK_TAKER);
const { url, name, times, parallel = 1, holdMs, lease, log } = given;
const say = (message) => process.send(message);

async function takeAll(locks) {
  for (let taken = 0; taken < times; taken += 1) {
    const lock = await locks.getLock('test', 'one', { lease, holder: name });
    lock.signal.addEventListener('abort', () => {
      say({ lost: failureType(lock.signal.reason) ?? '' });
    });
    appendFileSync(log, `enter ${lock.fencing} ${name}\n`);
    say({ held: lock.fencing });
    await sleep(holdMs);
    appendFileSync(log, `leave ${lock.fencing} ${name}\n`);
    await lock.release();
  }
}

const locks = await openLocks(url);
say('ready');
await once(process, 'message');
await Promise.all(Array.from({ length: parallel }, () => takeAll(locks)));
say({ served: times * parallel });
await locks.close();
process.disconnect();
