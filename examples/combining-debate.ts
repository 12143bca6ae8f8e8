// Combining patterns: what a research team found is the background of a debate.
import { Agent, createResearchTeam, Debate } from 'durable-agents';

const research = await createResearchTeam().run('Current state of AI regulation');

const debate = new Debate([
  new Agent({ name: 'Policy expert', role: 'an expert on public policy' }),
  new Agent({ name: 'Industry expert', role: 'an expert on the industry' }),
  new Agent({ name: 'Ethics expert', role: 'an expert on ethics' }),
]);
const result = await debate.run('How should AI be regulated?', {
  context: research.content ?? '',
});

console.log(`researched: ${research.content}`);
console.log(`concluded: ${result.conclusion}`);
