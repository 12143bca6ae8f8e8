import { type Command as Commander, Option } from 'commander';
import { mergeRules } from '../core/user-context.ts';
import type { Command } from './command-context.ts';
import type { CheckOptions } from './commands/check.ts';
import type { DevOptions } from './commands/dev.ts';
import type { ResumeOptions } from './commands/resume.ts';
import type { RunFileOptions } from './commands/run.ts';
import type { ShowOptions } from './commands/show.ts';
import type { UserForgetOptions } from './commands/user-forget.ts';
import type { UserSetOptions } from './commands/user-set.ts';
import type { WorkerOptions } from './commands/worker.ts';
import type { OpenOptions } from './open-client.ts';
import type { UserOptions } from './with-user.ts';

/** Loads a command when it is used, so that `--help` loads none. */
export type Load<O> = () => Promise<Command<O>>;
export type Start = <O>(load: Load<O>, options: O) => Promise<void>;

/** Tells commander what there is; each command is one file in `commands/`. */
export function addCommands(program: Commander, start: Start): void {
  addRun(program, start);
  addResume(program, start);
  addShow(program, start);
  addLocks(program, start);
  addCheck(program, start);
  addDev(program, start);
  addWorker(program, start);
  addUser(program, start);
}

function addRun(program: Commander, start: Start): void {
  const command = program
    .command('run')
    .description('run the step of a YAML or JSON file, or a ready-made team')
    .argument('<file or team>', 'the spec; or research-team, pros-cons, expert-panel')
    .requiredOption('--input <text>', "what the agents work on; '-' reads stdin")
    .option('--roles <list>', 'with expert-panel: the roles, with commas between')
    .option('--context <file>', 'a text that every agent sees as background')
    .option('--user <id>', 'whose user context the agents share')
    .option('--thread <id>', 'the conversation that a single agent continues')
    .option('--id <id>', 'name the run; attaches when it runs already with the same spec and input')
    .option('--provider <name>', 'for agents that name none')
    .option('--model <name>', 'for agents that name neither provider nor model')
    .option('--detach', 'start it, and do not wait for it');
  waiting(command);
  output(cluster(state(serving(command)))).action((file: string, options: RunFileOptions) =>
    start(async () => (await import('./commands/run.ts')).runFile, { ...options, file }),
  );
}

function addResume(program: Commander, start: Start): void {
  const command = program
    .command('resume')
    .description('wait for a run that was started earlier, and serve it if need be')
    .argument('<id>', 'the id of the run')
    .option('--take-over', 'serve it even if it was started with other providers or functions');
  waiting(command);
  output(cluster(state(serving(command)))).action((id: string, options: ResumeOptions) =>
    start(async () => (await import('./commands/resume.ts')).resume, { ...options, id }),
  );
}

function addShow(program: Commander, start: Start): void {
  const command = program
    .command('show')
    .description('show the state, transcript and cost of a run; it does not go on by that')
    .argument('<id>', 'the id of the run');
  output(cluster(state(command))).action((id: string, options: ShowOptions) =>
    start(async () => (await import('./commands/show.ts')).show, { ...options, id }),
  );
}

function addLocks(program: Commander, start: Start): void {
  const command = program
    .command('locks')
    .description('show which locks are held and waited for, and by whom');
  output(cluster(state(command))).action((options: OpenOptions) =>
    start(async () => (await import('./commands/locks.ts')).locks, options),
  );
}

function addCheck(program: Commander, start: Start): void {
  const command = program
    .command('check')
    .description('check a spec and say what is wrong, where')
    .argument('<file>', 'the spec')
    .option('--provider <name>', 'for agents that name none')
    .option('--model <name>', 'for agents that name neither provider nor model');
  output(serving(command)).action((file: string, options: CheckOptions) =>
    start(async () => (await import('./commands/check.ts')).check, { ...options, file }),
  );
}

function addDev(program: Commander, start: Start): void {
  const command = program
    .command('dev')
    .description('an embedded Temporal server with its Web UI, and a worker, until interrupted');
  output(state(serving(command))).action((options: DevOptions) =>
    start(async () => (await import('./commands/dev.ts')).dev, options),
  );
}

function addWorker(program: Commander, start: Start): void {
  const command = program
    .command('worker')
    .description('a worker for a fleet, until interrupted')
    .requiredOption(
      '--serve <names>',
      "'workflows', 'tools' and names of providers, with commas between",
      (names: string) => names.split(',').flatMap((name) => name.trim() || []),
    );
  output(cluster(serving(command))).action((options: WorkerOptions) =>
    start(async () => (await import('./commands/worker.ts')).worker, options),
  );
}

function addUser(program: Commander, start: Start): void {
  const user = program.command('user').description('what is known of a user: show, set, forget');
  addUserShow(user, start);
  addUserSet(user, start);
  addUserForget(user, start);
}

function addUserShow(user: Commander, start: Start): void {
  const command = user
    .command('show')
    .description('show the facts about a user, and who set them')
    .argument('<id>', 'the id of the user');
  output(cluster(state(command))).action((id: string, options: UserOptions) =>
    start(async () => (await import('./commands/user-show.ts')).userShow, { ...options, id }),
  );
}

function addUserSet(user: Commander, start: Start): void {
  const command = user
    .command('set')
    .description('set a fact, merged by the rule of its field')
    .argument('<id>', 'the id of the user')
    .argument('<key>', 'what the fact is about')
    .argument('<value>', 'JSON, or else a text')
    .addOption(new Option('--merge <rule>', "the field's rule from now on").choices(mergeRules));
  output(cluster(state(command))).action(
    (id: string, key: string, value: string, options: UserSetOptions) =>
      start(async () => (await import('./commands/user-set.ts')).userSet, {
        ...options,
        id,
        key,
        value,
      }),
  );
}

function addUserForget(user: Commander, start: Start): void {
  const command = user
    .command('forget')
    .description('delete a fact, or everything that is known of a user')
    .argument('<id>', 'the id of the user')
    .argument('[key]', 'what the fact is about')
    .option('--all', 'everything');
  output(cluster(state(command))).action(
    (id: string, key: string | undefined, options: UserForgetOptions) =>
      start(async () => (await import('./commands/user-forget.ts')).userForget, {
        ...options,
        id,
        key,
      }),
  );
}

function output(command: Commander): Commander {
  return command.option('--json', 'one JSON document on stdout, and nothing else there');
}

function cluster(command: Commander): Commander {
  return command
    .option('--address <host:port>', 'a Temporal server; default TEMPORAL_ADDRESS, else embedded')
    .option('--namespace <name>', 'the namespace there; default TEMPORAL_NAMESPACE');
}

function serving(command: Commander): Commander {
  return command
    .option('--config <file>', 'provider configuration; default durable-agents.yaml, .yml, .json')
    .option('--register <file>', 'module whose functions and tools specs may name');
}

function state(command: Commander): Commander {
  return command.option('--state <folder>', "the embedded server's state; default .durable-agents");
}

function waiting(command: Commander): Commander {
  return command
    .option('--serve', 'on a cluster: serve the run in this process')
    .option('--keep', 'embedded, in a terminal: keep the Web UI up after the result, until Ctrl-C');
}
