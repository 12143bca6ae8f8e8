// Patterns, 4: several agents discuss and come to a conclusion.
import { Agent, Debate } from 'durable-agents';

const debate = new Debate(
  [
    new Agent({ name: 'Optimist', role: 'an optimist' }),
    new Agent({ name: 'Pessimist', role: 'a pessimist' }),
    new Agent({ name: 'Pragmatist', role: 'a pragmatist' }),
  ],
  { rounds: 3 },
);

const result = await debate.run('Should we adopt AI in hiring?');

console.log(result.conclusion);
console.log(`consensus reached: ${result.consensusReached} (${result.rule.statement})`);
console.log(`rounds: ${result.roundsCompleted} of 3, after the initial positions`);
console.log(`a plain vote would have said: ${result.plainVote?.position}`);
console.log(result.toTranscript());
