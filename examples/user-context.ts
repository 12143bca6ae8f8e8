// Shared resources: two agents are told something of the same user at once. Both facts are kept, also
// when the agents run in other processes, and every agent of a later run with this user sees them.
import { Agent, local } from 'durable-agents';

await using client = await local();

const agent1 = new Agent({ name: 'Receptionist', role: 'a receptionist' });
const agent2 = new Agent({ name: 'Travel agent', role: 'a travel agent' });

const user = 'user-123';
const [first, second] = await Promise.all([
  agent1.chat('Remember my name is Phil', { client, user }),
  agent2.chat('Remember I live in London', { client, user }),
]);
console.log(`${first.content}\n${second.content}`);

for (const { key, value, setBy } of await client.user(user).facts()) {
  console.log(`${key}: ${value as string} (set by ${setBy})`);
}
