import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Held, leftAfter, release, startHolder } from '../../support/embedded-commands.ts';
import { keylessEnvironment } from '../snippets/environment.ts';
import { installOffline } from '../snippets/install-offline.ts';

const run = promisify(execFile);

/** A shell's command, as a page shows it, and what it is said to write to stdout. */
export interface Shown {
  command: string;
  output: string[];
}

/** The commands of a block: those behind `$ `, each with the lines up to the next. */
export function commandsShown(code: string): Shown[] {
  const parts = code.split(/^\$ /m).map((part) => part.trimEnd());
  return parts.filter(Boolean).map((part) => {
    const [command = '', ...output] = part.split('\n');
    return { command, output };
  });
}

/** What a command has written, line by line, and how it ended. */
export interface Typed {
  stdout: string[];
  stderr: string[];
  status: number;
}

const nothing: Typed = { stdout: [], stderr: [], status: 0 };

/** Somebody who types what a page shows, and saves the files that it shows. */
class User {
  #cwd: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#cwd = folder;
    this.#env = env;
  }

  save(name: string, code: string): void {
    mkdirSync(dirname(join(this.#cwd, name)), { recursive: true });
    writeFileSync(join(this.#cwd, name), code);
  }

  async type(command: string): Promise<Typed> {
    const [, folder] = /^cd (\S+)$/.exec(command) ?? [];
    if (folder !== undefined) this.#cwd = join(this.#cwd, folder);
    else if (command === 'npm install') installOffline(this.#cwd);
    else return await this.#run(command);
    return nothing;
  }

  async #run(command: string): Promise<Typed> {
    const options = { cwd: this.#cwd, env: this.#env };
    const { stdout, stderr, code } = await run('/bin/sh', ['-c', command], options).then(
      (written) => ({ ...written, code: 0 }),
      (error: { stdout: string; stderr: string; code: number }) => error,
    );
    return { stdout: linesOf(stdout), stderr: linesOf(stderr), status: code };
  }
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.trimEnd().split('\n');
}

/** A machine on which the package is installed and the embedded server runs, as beside `dev`. */
export class Machine {
  readonly #folder: string;
  readonly #stateDir: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #server: Held;

  private constructor(folder: string, env: NodeJS.ProcessEnv, server: Held) {
    this.#folder = folder;
    this.#stateDir = stateOf(folder);
    this.#env = { ...env, DURABLE_AGENTS_STATE: this.#stateDir };
    this.#server = server;
  }

  /** @param name of its folder, among the consumer's */
  static async start(consumer: string, name: string): Promise<Machine> {
    const folder = join(consumer, name);
    const modules = join(folder, 'node_modules');
    const bin = join(modules, '.bin');
    mkdirSync(bin, { recursive: true });
    const main = join(consumer, 'node_modules/durable-agents/dist/cli/main.js');
    chmodSync(main, 0o755);
    symlinkSync(main, join(bin, 'durable-agents'));
    installEverything(modules);
    const keyless = keylessEnvironment(folder);
    const env = { ...keyless, PATH: [bin, keyless['PATH']].join(delimiter) };
    const server = await startHolder({ ...env, STATE_DIR: stateOf(folder) }).held;
    return new Machine(folder, env, server);
  }

  /** The shell of a user, in a folder of its own. */
  userIn(name: string): User {
    const folder = join(this.#folder, name);
    mkdirSync(folder);
    return new User(folder, this.#env);
  }

  /** Ends what serves detached runs too. */
  async stop(): Promise<void> {
    for (const name of readdirSync(this.#stateDir)) {
      if (!/^background.*\.pid$/.test(name)) continue;
      process.kill(Number(readFileSync(join(this.#stateDir, name), 'utf8')), 'SIGTERM');
    }
    await release(this.#server);
    await leftAfter(this.#stateDir, 10_000);
  }
}

function stateOf(folder: string): string {
  return join(folder, '.durable-agents');
}

const everything = '@modelcontextprotocol/server-everything';

/** A public server of tools, where npx finds it without a network. */
function installEverything(modules: string): void {
  const manifest = new URL(`../../../node_modules/${everything}/package.json`, import.meta.url);
  mkdirSync(join(modules, dirname(everything)));
  symlinkSync(dirname(fileURLToPath(manifest)), join(modules, everything));
  symlinkSync(`../${everything}/dist/index.js`, join(modules, '.bin/mcp-server-everything'));
}
