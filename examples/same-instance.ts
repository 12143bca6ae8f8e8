// Separate agents: the same one twice in a pattern is refused; `replicas` makes copies with names.
import { Agent, ParallelAgents, replicas } from 'durable-agents';

const agent = new Agent({ name: 'Critic', role: 'a critic' });

try {
  console.log(new ParallelAgents([agent, agent, agent]));
} catch (error) {
  console.log(`refused: ${error instanceof Error ? error.message : String(error)}`);
}

const results = await new ParallelAgents(replicas(agent, 3)).chat('Review this plan');
console.log(Object.keys(results.contents).join(', '));
