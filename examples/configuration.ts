// Configuration: everything a supervisor can be told, with the defaults where the comment says so.
import { Agent, Supervisor, type SupervisorConfig, WorkerSelectionMode } from 'durable-agents';

const config: SupervisorConfig = {
  mode: WorkerSelectionMode.SELECTIVE, // or ALL, SEQUENTIAL; 'selective' is the same
  maxWorkersPerStep: 5, // default
  maxIterations: 3, // default
  allowReplanning: true, // default
  planningTimeout: '60s', // default; durations have a unit
  workerTimeout: '120s', // default
  synthesisTimeout: '60s', // default
  requireAllWorkers: false, // default
  minSuccessfulWorkers: 1, // default
  includeReasoning: true, // default
  includeWorkerOutputs: true, // default
};

const supervisor = new Supervisor({
  workers: {
    Researcher: new Agent({ name: 'Researcher', role: 'Research analyst' }),
    Writer: new Agent({ name: 'Writer', role: 'Content writer' }),
  },
  config,
});
const result = await supervisor.run('Write a blog post about quantum computing');
console.log(`mode ${supervisor.spec.mode}, ${result.iterations} plan`);
console.log(result.reasoning);
