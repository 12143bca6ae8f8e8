// Cost tracking: every result knows what it has cost, each model call counted once.
import { Agent, Supervisor } from 'durable-agents';

const supervisor = new Supervisor({
  workers: {
    Researcher: new Agent({ name: 'Researcher', role: 'Research analyst' }),
    Writer: new Agent({ name: 'Writer', role: 'Content writer' }),
  },
});
const result = await supervisor.run('Complex task');

// A cost that is not known is `null`, with the models that have no price; it is never 0.
const cost = result.totalCost === null ? 'unknown' : `$${result.totalCost.toFixed(4)}`;
console.log(`Total cost: ${cost}`);
console.log(`Duration: ${result.totalDurationMs}ms`);
console.log(`Calls: ${result.usage.calls}, ${result.usage.inputTokens} tokens in`);
for (const worker of result.workerResults) console.log(`${worker.workerName}: $${worker.cost}`);
