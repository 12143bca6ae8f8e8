// A ready-made debate: an Advocate, a Critic and a Pragmatist.
import { createProsConsDebate } from 'durable-agents';

// { provider: 'openai' } chooses a provider; its key is in the environment.
const debate = createProsConsDebate();
const result = await debate.run('Remote work: permanent or temporary?');

for (const [name, statements] of Object.entries(result.byAgent)) {
  console.log(`${name}: ${statements.at(-1)?.content}`);
}
console.log(`conclusion: ${result.conclusion}`);
