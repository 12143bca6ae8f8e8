// A pipeline with transforms between its steps. A closure cannot travel to a worker, so a transform
// is a template, a registered function or a step; see own-workflow.ts for closures.
import { Agent, Pipeline } from 'durable-agents';

const pipeline = new Pipeline(
  [
    new Agent({ name: 'Researcher', role: 'Research analyst' }),
    new Agent({ name: 'Writer', role: 'Content writer' }),
    new Agent({ name: 'Editor', role: 'Editor' }),
  ],
  {
    transforms: {
      1: 'Write an article based on:\n{input}',
      2: 'Edit and improve:\n{input}',
    },
  },
);

const result = await pipeline.run('Write about AI in healthcare');
for (const { agentName, input } of result.steps) {
  console.log(`${agentName} read: ${input?.split('\n')[0]}`);
}
console.log(result.content);
