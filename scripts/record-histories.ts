/**
 * Records the histories that `test/replay` replays: `npx tsx scripts/record-histories.ts [NAME…]`.
 *
 * A stored history stands for a run that was started with an earlier version and goes on with this
 * one. So record a history when there is a new pattern, under a new name; one that is there is only
 * recorded again when a change that breaks running workflows is wanted, and said in CHANGELOG.md.
 * Replies are those of the simulated model.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StepInput } from '../src/core/kinds/step.ts';
import { type LocalClient, openLocal } from '../src/workers/local.ts';
import { childrenIn, type EventJson, exportHistory } from '../test/support/run-history.ts';

const folder = fileURLToPath(new URL('../test/replay/histories/', import.meta.url));

const agent = (name: string, more: object = {}) => ({ kind: 'agent' as const, name, ...more });
const team = {
  kind: 'parallel' as const,
  name: 'Team',
  agents: [agent('Optimist'), agent('Pessimist')],
};

/** A run for each history; those of its children are `NAME-child-1` and so on. */
const runs: Record<string, { step: StepInput; input?: string; context?: string }> = {
  agent: {
    step: agent('Analyst', {
      output: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
    }),
  },
  parallel: { step: { ...team, concurrency: 1, failFast: true } },
  pipeline: {
    step: {
      kind: 'pipeline',
      steps: [
        agent('Writer'),
        { step: agent('Editor'), transform: 'Edit this:\n{input}' },
        { step: agent('Translator'), transform: 'shorten' },
        { step: agent('Critic'), transform: agent('Reader') },
      ],
    },
  },
  supervisor: {
    step: {
      kind: 'supervisor',
      workers: { Researcher: agent('Researcher'), Team: team, Writer: agent('Writer') },
      maxIterations: 2,
    },
  },
  debate: {
    step: {
      kind: 'debate',
      agents: [agent('Advocate'), { ...team, name: 'Panel' }, agent('Critic')],
      consensus: 'unanimous',
      rounds: 2,
    },
  },
  nested: {
    step: {
      kind: 'pipeline',
      steps: [team, { step: agent('Judge'), transform: { ...team, name: 'Second team' } }],
    },
    input: 'Is it worth it? '.repeat(70),
    context: 'It is about AI. '.repeat(70),
  },
};

async function record(client: LocalClient, name: string): Promise<void> {
  const run = runs[name];
  if (run === undefined) throw new Error(`no '${name}': ${Object.keys(runs).join(', ')}`);
  const { step, input = 'Is it worth it?', ...options } = run;
  const result = await client.run(step, input, { ...options, id: name, provider: 'simulated' });
  if (!result.success) throw new Error(`${name}: ${result.error?.message}`);
  const { events } = await exportHistory(client.parts.temporal, name);
  write(name, events);
  for (const [index, child] of childrenIn(events).entries()) {
    write(`${name}-child-${index + 1}`, (await exportHistory(client.parts.temporal, child)).events);
  }
}

/** A user context, with changes of every kind. */
async function recordUserContext(name: string): Promise<void> {
  const user = client.user(name);
  await user.set('name', 'Phil');
  await user.append('cities', 'London');
  await user.append('cities', 'Paris', { id: 'twice' });
  await user.append('cities', 'Paris', { id: 'twice' });
  await user.increment('visits', 2);
  await user.increment('name').catch(() => undefined); // refused
  await user.forget('visits');
  write(name, (await exportHistory(client.parts.temporal, `user-context:${name}`)).events);
}

/** One that was continued as new, and the run that it goes on in. */
async function recordContinued(name: string): Promise<void> {
  const user = client.user(name);
  const changes = Array.from({ length: 520 }, (_, index) => ({ id: `c${index}`, confirm: false }));
  await Promise.all(changes.map((change) => user.increment('visits', 1, change)));
  await user.increment('visits');
  await user.set('name', 'Phil');
  const { temporal } = client.parts;
  const { events } = await exportHistory(temporal, `user-context:${name}`);
  const started = events[0]?.['workflowExecutionStartedEventAttributes'];
  const { continuedExecutionRunId: before } = started as { continuedExecutionRunId: string };
  write(name, (await exportHistory(temporal, `user-context:${name}`, before)).events);
  write(`${name}-next`, events);
}

/** What is recorded besides runs. */
const contexts: Record<string, (name: string) => Promise<void>> = {
  'user-context': recordUserContext,
  'user-context-continued': recordContinued,
};

/** An event a line. */
function write(name: string, events: EventJson[]): void {
  const lines = events.map((event) => JSON.stringify(event, withoutMachine));
  writeFileSync(join(folder, `${name}.json`), `{"events":[\n${lines.join(',\n')}\n]}\n`);
  console.log(`${name}: ${events.length} events`);
}

/** Who did it, on which machine, is nobody's business. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity' || key === 'workerInstanceKey') return undefined;
  const isOwnQueue = key === 'name' && typeof value === 'string' && /^\d+@/.test(value);
  return isOwnQueue ? 'sticky' : value;
}

process.env['DURABLE_AGENTS_SIMULATED_LATENCY'] = '0';
const asked = process.argv.slice(2);
const missing = [...Object.keys(runs), ...Object.keys(contexts)].filter(
  (name) => !existsSync(join(folder, `${name}.json`)),
);
const stateDir = mkdtempSync(join(tmpdir(), 'durable-agents-record-'));
const transforms = { shorten: (text: string) => text.slice(0, 40) };
const client = await openLocal({ stateDir, transforms });
try {
  for (const name of asked.length > 0 ? asked : missing)
    await (contexts[name]?.(name) ?? record(client, name));
} finally {
  await client.close();
  rmSync(stateDir, { recursive: true, force: true });
}
