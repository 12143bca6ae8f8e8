/** What commands cost before they do anything: `npm run bench:commands`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type ColdStart,
  coldStart,
  runArguments,
  writeProvider,
  writeSpec,
} from './commands/cold.ts';
import {
  commandLine,
  endOf,
  importClient,
  type Spent,
  spentBy,
  startScript,
} from './commands/spent.ts';
import { acquireServer, Closing, local, startModelServer } from './product.ts';
import { publish } from './publish.ts';
import { markdownTable, medianOf, show } from './report.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, write: { type: 'boolean', default: false } },
});
const rounds = Number(options.rounds);
const limit = 2.5;
const importName = 'import @temporalio/client';

/** Commands that need no worker of their own. */
const commands: Record<string, string[]> = {
  'user set': ['user', 'set', 'ada', 'city', 'Turin'],
  'user show': ['user', 'show', 'ada'],
  show: ['show', 'bench'],
  locks: ['locks'],
};

/** Every command in turn, round after round; a command's name gives what it spent. */
async function spentByAll(folder: string, state: string): Promise<Record<string, Spent[]>> {
  const all: Record<string, Spent[]> = { [importName]: [] };
  for (const name of Object.keys(commands)) all[name] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const once: Record<string, Spent> = { [importName]: await spentBy(importClient, [], folder) };
    for (const [name, args] of Object.entries(commands))
      once[name] = await spentBy(commandLine, [...args, '--state', state, '--json'], folder);
    // round 0 warms up
    if (round > 0) for (const [name, spent] of Object.entries(once)) all[name]?.push(spent);
  }
  return all;
}

type Beside = 'a server' | 'a server and a worker';

/** With a server running, and with one that somebody serves, as `dev` does. */
async function besideServer(closing: Closing): Promise<Record<Beside, Record<string, Spent[]>>> {
  const folder = mkdtempSync(join(tmpdir(), 'durable-agents-bench-'));
  closing.add(folder, (path) => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  const state = join(folder, 'state');
  const model = closing.add(await startModelServer({ script: () => 'done' }), (each) =>
    each.close(),
  );
  writeProvider(folder, `${model.url}/v1`);
  writeSpec(folder);
  closing.add(await acquireServer({ stateDir: state }), (each) => each.release());
  await endOf(startScript(commandLine, runArguments(state), folder));
  const alone = await spentByAll(folder, state);
  const worker = closing.add(await local({ stateDir: state }), (each) => each.close());
  console.error(`a worker on ${worker.parts.queue}`);
  return { 'a server': alone, 'a server and a worker': await spentByAll(folder, state) };
}

async function coldStarts(): Promise<ColdStart[]> {
  const all: ColdStart[] = [];
  for (let round = 0; round <= rounds; round += 1) all.push(await coldStart());
  return all.slice(1);
}

function coldTable(all: readonly ColdStart[]): string {
  const of = (field: keyof ColdStart) => medianOf(all.map((each) => each[field])) / 1_000;
  const lines = [
    ['to the first model call, s', show(of('ms')), '<= 2.5'],
    ["CPU of the command's process, s", show(of('cpuMs')), '<= 2'],
    ['CPU of the server it started, s', show(of('serverCpuMs')), ''],
  ];
  return markdownTable(['`run`, cold', 'measured', 'to reach'], lines, 1);
}

function commandsTable(all: Record<Beside, Record<string, Spent[]>>): string {
  const lines = Object.entries(all).flatMap(([beside, spent]) => {
    const cpuOf = (name: string) => medianOf((spent[name] ?? []).map(({ cpuMs }) => cpuMs));
    return Object.entries(spent).map(([name, each]) => {
      const ratio = cpuOf(name) / cpuOf(importName);
      const figures = [show(medianOf(each.map(({ ms }) => ms))), show(cpuOf(name))];
      const reached = ratio <= limit ? 'yes' : 'no';
      return [name, beside, ...figures, `${ratio.toFixed(2)}x`, reached];
    });
  });
  const head = ['command', 'beside', 'ms', 'CPU ms', `over ${importName}`, `<= ${limit}x`];
  return markdownTable(head, lines);
}

const closing = new Closing();
try {
  const cold = await coldStarts();
  const beside = await besideServer(closing);
  const parts = [coldTable(cold), commandsTable(beside)];
  const figures = { rounds, cold, beside };
  publish(
    { name: 'commands', command: 'npm run bench:commands', parts, figures },
    { write: options.write },
  );
} finally {
  await closing.close();
}
