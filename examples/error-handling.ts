// Error handling: a run that fails does not throw; it gives a result with what was finished. Here one
// agent fails on purpose, because it takes the simulated model's answer to be too slow.
import { Agent, Failure, failureType, ParallelAgents, Pipeline, Supervisor } from 'durable-agents';

const researcher = new Agent({ name: 'Researcher', role: 'Research analyst' });
const hasty = new Agent({ name: 'Hasty', role: 'Content writer', timeout: '1ms' });
const editor = new Agent({ name: 'Editor', role: 'Editor' });

// Parallel: continues even if some fail
const results = await new ParallelAgents([researcher, hasty]).chat('message');
if (!results.allSuccess) {
  for (const { agentName, error } of results.failed) {
    console.log(`${agentName} failed: ${error?.type}: ${error?.message}`);
  }
}

// Pipeline: stops on the first error, unless it is told to go on with the last text there was
const stopped = await new Pipeline([researcher, hasty, editor]).run('message');
console.log(`stopped: ${stopped.success} after ${stopped.steps.length} steps`);
const went = await new Pipeline([researcher, hasty, editor], { stopOnError: false }).run('message');
console.log(`went on: ${went.success} after ${went.steps.length} steps`);

// Supervisor: how many workers have to succeed
const supervisor = new Supervisor({
  workers: { Researcher: researcher, Hasty: hasty },
  config: { requireAllWorkers: false, minSuccessfulWorkers: 2, maxIterations: 1 },
});
const few = await supervisor.run('message');
console.log(`supervisor: ${few.error?.type}: ${few.error?.message}`);
console.log(`finished all the same: ${few.successfulWorkers.length}`);

// Only bad input throws, before anything is started
try {
  await researcher.chat(' ');
} catch (error) {
  console.log(`thrown: ${failureType(error) === Failure.inputInvalid}`);
}
