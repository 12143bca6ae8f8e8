// Patterns, 3: a chain in which each works on what the one before it said.
import { Agent, Pipeline } from 'durable-agents';

const pipeline = new Pipeline([
  new Agent({ name: 'Researcher', role: 'Research analyst' }), // step 1: research
  new Agent({ name: 'Writer', role: 'Content writer' }), // step 2: write from research
  new Agent({ name: 'Editor', role: 'Editor' }), // step 3: edit the draft
]);

const result = await pipeline.run('Write about AI in healthcare');

for (const { agentName, durationMs } of result.steps) console.log(`${agentName}: ${durationMs}ms`);
console.log(result.content);
