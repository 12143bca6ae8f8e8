// A process of its own for user-context.test.ts: says that it is ready, and when it is told to go, adds
// 1 to a user's count so often, some of the changes twice.
import { once } from 'node:events';
import { Client } from '@temporalio/client';
import { openConnection } from '../../dist/client/runs/server-connection.js';
import { UserContext } from '../../dist/client/memory/user-context.js';

const [address = '', sharedQueue = '', writer = '', count = '0'] = process.argv.slice(2);

const connection = await openConnection(address);
const user = new UserContext({ temporal: new Client({ connection }), sharedQueue }, 'counted');
process.send?.('ready');
await once(process, 'message');

const numbers = Array.from({ length: Number(count) }, (_, index) => index).values();
const takeTurns = async () => {
  for (const number of numbers) {
    const change = { id: `${writer}-${number}`, confirm: number % 20 === 0 };
    await user.increment('count', 1, change);
    if (number % 10 === 0) await user.increment('count', 1, change);
  }
};
await Promise.all([takeTurns(), takeTurns(), takeTurns()]);
await connection.close();
process.disconnect();
