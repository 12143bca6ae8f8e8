// Patterns, 2b: a verifier checks what workers found, and sends it back with the reason.
import { Agent, Supervisor } from 'durable-agents';

const supervisor = new Supervisor({
  workers: {
    Researcher: new Agent({ name: 'Researcher', role: 'Research analyst' }),
    Writer: new Agent({ name: 'Writer', role: 'Content writer' }),
  },
  verifier: new Agent({
    name: 'Checker',
    role: 'a fact checker who accepts nothing without a source',
  }),
  config: { verifications: 2 }, // how often one task may be sent back; default 1
});

const result = await supervisor.run('What do heat pumps cost to run?');

console.log(result.plan?.split); // whether the planner found it worth splitting, and why
for (const { id, workerName, objective, outputFormat, boundaries, effort } of result.plan?.tasks ??
  []) {
  console.log(`${id} ${workerName}: ${objective} (${outputFormat}; ${boundaries}; ${effort})`);
}
for (const { taskId, attempt, ok, reason } of result.verifications) {
  console.log(`${taskId}, attempt ${attempt}: ${ok ? 'accepted' : 'sent back'}: ${reason}`);
}
console.log(result.content); // what stayed refused is marked for the synthesizer, and in `warnings`
