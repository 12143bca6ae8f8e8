// A ready-made team: a supervisor with Researcher, Analyst, Writer and Critic.
import { createResearchTeam } from 'durable-agents';

const team = createResearchTeam();
const result = await team.run('What are the implications of quantum computing for cryptography?');

console.log(result.successfulWorkers.map(({ workerName }) => workerName).join(', '));
console.log(result.content);
