// A workflow of your own around the patterns: transforms may be closures there, because the code runs
// in the workflow itself. The workflow is in own-workflow/workflows.ts.
import { fileURLToPath } from 'node:url';
import { Agent, local, ParallelAgents, Pipeline } from 'durable-agents';
import type { commissioned } from './own-workflow/workflows.ts';

const workflowsPath = fileURLToPath(new URL('./own-workflow/workflows.ts', import.meta.url));
await using client = await local({ workflowsPath });

const analysts = new ParallelAgents([
  new Agent({ name: 'Technical analyst', role: 'an analyst of technology' }),
  new Agent({ name: 'Market analyst', role: 'an analyst of markets' }),
]);
const pipeline = new Pipeline([
  new Agent({ name: 'Synthesizer', role: 'a writer' }),
  new Agent({ name: 'Editor', role: 'an editor' }),
]);

const { temporal, queue } = client.parts;
const { workflowId } = await temporal.workflow.start<typeof commissioned>('commissioned', {
  taskQueue: queue,
  workflowId: `commissioned-${Date.now()}`,
  // `prepare` fills in what the specs leave open, such as the provider.
  args: [
    {
      analysts: client.prepare(analysts),
      pipeline: client.prepare(pipeline),
      question: 'How are AI agents changing software teams?',
    },
  ],
});

const result = await client.handle(workflowId).result();
if (result.kind === 'pipeline') {
  for (const { agentName, input } of result.steps) console.log(`${agentName} read: ${input}`);
}
console.log(result.content);
