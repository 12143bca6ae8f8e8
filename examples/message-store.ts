// ThreadSafeMessageStore: several agents and programs write to one thread. Every MessageStore here is
// safe for that, across processes and machines too; the original's second name is an alias.
import { randomUUID } from 'node:crypto';
import { Agent, MessageStore, ThreadSafeMessageStore } from 'durable-agents';

const thread = `notes-${randomUUID()}`;
const store = new MessageStore(); // the workers' own database; or new MessageStore('postgres://…')
const second = new ThreadSafeMessageStore(); // another connection, as another process has one

const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
await Promise.all(
  numbers.map((number) =>
    (number % 2 === 0 ? store : second).append(thread, {
      id: `${thread}-${number}`, // an append that is repeated changes nothing
      author: number % 2 === 0 ? 'Ann' : 'Bo',
      content: `note ${number}`,
    }),
  ),
);
const messages = await store.read(thread);
const gapFree = messages.every(({ sequence }, index) => sequence === index + 1);
console.log(`${messages.length} messages, without gaps: ${gapFree}`);

// An agent on the thread goes on from all of it, and adds what it is asked and what it answers.
const editor = new Agent({ name: 'Editor', role: 'an editor', thread });
const reply = await editor.chat('Make one text of these notes');
console.log(`${reply.agentName} saw ${reply.thread?.messages} messages`);

const { messages: newest } = await store.page(thread, { order: 'newest', limit: 2 });
console.log(newest.map(({ sequence, author }) => `${sequence}: ${author}`).join(', '));
const { messages: found } = await store.search({ thread, author: 'Ann', text: 'note 1' });
console.log(found.map(({ content }) => content).join(', '));

await Promise.all([store.close(), second.close()]);
