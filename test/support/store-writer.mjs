// A process of its own for store.test.ts: says that it is ready, and when it is told to go, opens
// the store and appends to one thread.
import { once } from 'node:events';
import { openStore } from '../../dist/activities/store/open-store.js';

const [url = '', writer = '', count = '0'] = process.argv.slice(2);

process.send?.('ready');
await once(process, 'message');

const store = await openStore(url);
for (let index = 0; index < Number(count); index += 1) {
  const id = `${writer}-${index}`;
  await store.messages.put({ id, author: writer, role: 'user', content: id, run: 'run' });
  await store.threads.append('shared', [id]);
}
await store.close();
process.disconnect();
