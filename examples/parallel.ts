// Patterns, 1: several agents on the same input at once.
import { Agent, ParallelAgents, parallelChat } from 'durable-agents';

const researcher = new Agent({ name: 'Researcher', role: 'Research analyst' });
const writer = new Agent({ name: 'Writer', role: 'Content writer' });
const editor = new Agent({ name: 'Editor', role: 'Editor' });
const agents = [researcher, writer, editor];

// Option 1: class
const results = await new ParallelAgents(agents).chat('Analyze AI trends');
for (const { agentName, content } of results.successful) {
  console.log(`${agentName}: ${content?.slice(0, 100)}...`);
}

// Option 2: function
const again = await parallelChat({ agents, message: 'Analyze AI trends' });
console.log('again:', Object.keys(again.contents).join(', '));

// Format for another agent
console.log(results.toContext({ format: 'xml' }));
