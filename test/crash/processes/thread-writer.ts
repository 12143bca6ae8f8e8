// Appends its messages to one thread, from the first, whether or not it has done so before. Says
// when it has done half of them.
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../../src/activities/store/open-store.ts';
import { readyToGo } from '../support/ready.ts';

const [url = '', writer = '', count = '0'] = process.argv.slice(2);

const store = await openStore(url);
await readyToGo();
for (let index = 0; index < Number(count); index += 1) {
  if (index === Math.floor(Number(count) / 2)) process.send?.('half');
  const id = `${writer}-${index}`;
  await store.messages.put({ id, author: writer, role: 'user', content: id, run: 'run' });
  await store.threads.append('shared', [id]);
  await sleep(Math.random() * 4);
}
await store.close();
process.disconnect();
