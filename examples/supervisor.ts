// Patterns, 2: a planner breaks a task down and gives the parts to workers.
import { Agent, Supervisor } from 'durable-agents';

const supervisor = new Supervisor({
  workers: {
    Researcher: new Agent({ name: 'Researcher', role: 'Research analyst' }),
    Writer: new Agent({ name: 'Writer', role: 'Content writer' }),
    Editor: new Agent({ name: 'Editor', role: 'Editor' }),
  },
  config: {
    mode: 'selective', // the planner chooses workers
    maxIterations: 2,
  },
});

const result = await supervisor.run('Write a blog post about quantum computing');

console.log(result.content); // the final answer
console.log(JSON.stringify(result.plan, null, 2)); // what was planned
for (const { workerName, task, success } of result.workerResults) {
  console.log(`${workerName}: ${task} (${success ? 'done' : 'failed'})`);
}
console.log(`ended because: ${result.endedBecause}`);
