// Combining patterns: a pipeline with a parallel step. Any step can stand in any other; the answers
// of a parallel are its content, and so what the next step reads.
import { Agent, ParallelAgents, Pipeline } from 'durable-agents';

const pipeline = new Pipeline([
  new Agent({ name: 'Researcher', role: 'Research analyst' }),
  new ParallelAgents(
    [
      new Agent({ name: 'Technical analyst', role: 'an analyst of technology' }),
      new Agent({ name: 'Market analyst', role: 'an analyst of markets' }),
    ],
    { name: 'Analysts' },
  ),
  {
    step: new Agent({ name: 'Synthesizer', role: 'an editor' }),
    transform: 'Analysis:\n{input}\n\nSynthesize:',
  },
]);

const result = await pipeline.run('How are AI agents changing software teams?');
console.log(result.steps.map(({ agentName }) => agentName).join(' -> '));
console.log(result.steps[2]?.input);
console.log(result.content);
