/** A process whose waiters take the lock in turns, for `npm run bench:locks`. */
import { once } from 'node:events';
import { takeTurns, type Turns } from './turns.ts';
import { openContender } from './contenders.ts';

const { contender, url, ...turns } = JSON.parse(process.env['LOCK_TURNS'] ?? '') as Turns;
const opened = await openContender(contender, url);
process.send?.('ready');
await once(process, 'message');
process.send?.(await takeTurns(opened, turns));
await opened.close();
process.disconnect();
