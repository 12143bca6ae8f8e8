import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kill, leftAfter, processesOf, startHolder } from './embedded-commands.ts';
import { type Ended, SharedProcess } from './shared-process.ts';

export type { Ended } from './shared-process.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const program = fileURLToPath(new URL('../../dist/cli/program.js', import.meta.url));
const inTerminal = fileURLToPath(new URL('./in-terminal.py', import.meta.url));

/** A command that runs. */
export interface Running {
  child: ChildProcess;
  /** What it has written so far. */
  written: { stdout: string; stderr: string };
  ended: Promise<Ended>;
}

export interface StartOptions {
  env?: NodeJS.ProcessEnv;
  /** `null`: stays open. Default: ends at once. */
  stdin?: string | null;
  /** In a terminal of its own, where Python is: all that it shows is then on stdout. */
  terminal?: boolean;
}

/** A folder in which a user works, with the environment of a machine that has no keys. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'durable-agents-cli-'));
  readonly stateDir = join(this.folder, '.durable-agents');
  readonly #env: NodeJS.ProcessEnv;
  readonly #running = new Set<ChildProcess>();
  #shared: SharedProcess | undefined;

  constructor(env: NodeJS.ProcessEnv = {}) {
    const {
      OPENAI_API_KEY: _,
      ANTHROPIC_API_KEY: __,
      TEMPORAL_ADDRESS: ___,
      ...rest
    } = process.env;
    this.#env = { ...rest, XDG_CONFIG_HOME: join(this.folder, 'config'), NO_COLOR: '1', ...env };
    mkdirSync(join(this.folder, 'config'));
  }

  /** Writes a file and gives its name. */
  write(name: string, content: string): string {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), content);
    return name;
  }

  /** A command, for whoever starts it in the place of this one. */
  commandLine(words: string[], env: NodeJS.ProcessEnv = {}) {
    const args = [main, ...words];
    return { command: process.execPath, args, cwd: this.folder, env: { ...this.#env, ...env } };
  }

  /** Starts a command as a user would. */
  start(words: string[], options: StartOptions = {}): Running {
    const { command, args, cwd, env } = this.commandLine(words, options.env);
    const child = options.terminal
      ? spawn('python3', [inTerminal, command, ...args], { cwd, env })
      : spawn(command, args, { cwd, env });
    this.#running.add(child);
    const written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (written[name] += text));
    }
    child.stdin.on('error', () => {}); // it may end without reading
    if (options.stdin !== null) child.stdin.end(options.stdin ?? '');
    const ended = once(child, 'close').then(([status]) => ({
      status: status as number,
      ...written,
    }));
    return { child, written, ended };
  }

  /** Has the embedded server run all the time, as beside `dev`: a command is not about its start. */
  async keepServer(): Promise<void> {
    const { child, held } = startHolder({ ...this.#env, STATE_DIR: this.stateDir });
    this.#running.add(child);
    await held;
  }

  /** Runs a command to its end. */
  async run(words: string[], options: StartOptions = {}): Promise<Ended> {
    return await this.start(words, options).ended;
  }

  /**
   * Runs a command to its end in a process that it shares with others before and after it, which
   * costs a fraction: for claims about what it says and does, not about its process. It has no stdin,
   * and what has served in it seems to be served for as long as that process lives.
   */
  async call(words: string[], { env = {} }: { env?: NodeJS.ProcessEnv } = {}): Promise<Ended> {
    if (this.#shared === undefined) {
      this.#shared = new SharedProcess(program, { cwd: this.folder, env: this.#env });
      this.#running.add(this.#shared.child);
    }
    return await this.#shared.run(words, env);
  }

  /** kill -9 of every command and of what runs in the background, as when the power goes. */
  async powerCut(): Promise<void> {
    for (const child of this.#running) kill(child.pid);
    for (const pid of this.background()) kill(pid);
    for (const { pid } of processesOf(this.stateDir)) kill(pid);
    this.#shared = undefined;
    await leftAfter(this.stateDir, 5_000);
  }

  /** What `run --detach` has left to serve: its command line does not name this folder. */
  background(): number[] {
    const files = existsSync(this.stateDir) ? readdirSync(this.stateDir) : [];
    return files
      .filter((name) => /^background.*\.pid$/.test(name))
      .map((name) => Number(readFileSync(join(this.stateDir, name), 'utf8')));
  }

  async close(): Promise<void> {
    await this.powerCut();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The one JSON document that a command has written. */
export function documentOf({ stdout }: Ended): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}
