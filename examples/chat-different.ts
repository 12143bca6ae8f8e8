// Several agents at once, each on a message of its own.
import { Agent, ParallelAgents } from 'durable-agents';

const parallel = new ParallelAgents([
  new Agent({ name: 'Historian', role: 'a historian of technology' }),
  new Agent({ name: 'Economist', role: 'an economist' }),
]);

const results = await parallel.chatDifferent({
  Historian: 'What did the steam engine change?',
  Economist: 'What does automation cost?',
});
console.log(results.byAgent('Historian')?.content);
console.log(results.byAgent('Economist')?.content);
