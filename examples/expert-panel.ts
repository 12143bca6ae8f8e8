// A ready-made debate of one expert for each role.
import { createExpertPanel } from 'durable-agents';

const panel = createExpertPanel({
  expertRoles: [
    'Economist focusing on market dynamics',
    'Sociologist focusing on social impact',
    'Technologist focusing on feasibility',
  ],
});

const result = await panel.run('Impact of universal basic income');

for (const { id, position, votes } of result.tally) console.log(`${id}: ${votes} for ${position}`);
console.log(`experts: ${Object.keys(result.byAgent).join(', ')}`);
console.log(result.conclusion);
