// Appends its messages to one thread, from the first, whether or not it has done so before. Says
// when it has done half of them.
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageStore } from 'durable-agents';
import { readyToGo } from '../support/ready.ts';

const [url = '', writer = '', count = '0'] = process.argv.slice(2);

const store = new MessageStore(url);
await readyToGo();
for (let index = 0; index < Number(count); index += 1) {
  if (index === Math.floor(Number(count) / 2)) process.send?.('half');
  const id = `${writer}-${index}`;
  await store.append('shared', { id, author: writer, content: id });
  await sleep(Math.random() * 4);
}
await store.close();
process.disconnect();
