/** A process whose waiters take the lock in turns, for bench/locks.ts. */
import { once } from 'node:events';
import { takeTurns, type Turns } from './lock-turns.ts';
import { openSide } from './lock-sides.ts';

const { side, url, ...turns } = JSON.parse(process.env['LOCK_TURNS'] ?? '') as Turns;
const opened = await openSide(side, url);
process.send?.('ready');
await once(process, 'message');
process.send?.(await takeTurns(opened, turns));
await opened.close();
process.disconnect();
