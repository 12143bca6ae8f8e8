// Timeouts: every pattern has them, with a unit. A timeout keeps what is finished by then.
import { Agent, Debate, ParallelAgents, Pipeline, Supervisor } from 'durable-agents';

const researcher = new Agent({ name: 'Researcher', role: 'Research analyst' });
const writer = new Agent({ name: 'Writer', role: 'Content writer' });
const agents = [researcher, writer];

const parallel = new ParallelAgents(agents, { timeout: '120s' });
const pipeline = new Pipeline(agents, { stepTimeout: '60s' });
const debate = new Debate(agents, { roundTimeout: '180s' });
const supervisor = new Supervisor({
  workers: { Researcher: researcher, Writer: writer },
  config: { workerTimeout: '120s' },
});
console.log(
  [parallel.spec.timeout, pipeline.spec.stepTimeout, debate.spec.roundTimeout].join(', '),
  supervisor.spec.workerTimeout,
);

// A number is milliseconds; seconds without a unit are refused, with what to write instead.
try {
  console.log(new ParallelAgents(agents, { timeout: 120 }));
} catch (error) {
  console.log(`refused: ${error instanceof Error ? error.message : String(error)}`);
}

// The late agent stands in the result as failed.
const late = await new ParallelAgents([researcher], { timeout: '1ms' }).chat('Analyze AI trends');
console.log(`${late.success}: ${late.results[0]?.error?.type}`);
