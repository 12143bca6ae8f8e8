// Combining patterns: an async function as a transform. It is registered on the worker, runs there as
// an activity, and may do anything: here it runs a pattern of its own through the client.
import { Agent, local, ParallelAgents, Pipeline } from 'durable-agents';

const analysts = new ParallelAgents([
  new Agent({ name: 'Technical analyst', role: 'an analyst of technology' }),
  new Agent({ name: 'Market analyst', role: 'an analyst of markets' }),
]);

async function analyzeStep(input: string): Promise<string> {
  const results = await analysts.chat(input, { client });
  return `Analysis:\n${results.toContext()}\n\nSynthesize:`;
}

await using client = await local({ transforms: { analyzeStep } });

const pipeline = new Pipeline(
  [
    new Agent({ name: 'Researcher', role: 'Research analyst' }),
    new Agent({ name: 'Synthesizer', role: 'an editor' }),
  ],
  { transforms: { 1: 'analyzeStep' } },
);

const result = await pipeline.run('How are AI agents changing software teams?', { client });
console.log(result.steps[1]?.input);
console.log(result.content);
