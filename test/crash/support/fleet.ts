import type { ChildProcess } from 'node:child_process';
import { type Ended, type Running, Workplace } from '../../support/command-line.ts';
import { until } from '../../support/live-world.ts';

/** `durable-agents worker --serve …` in a process of its own. */
export interface Worker {
  readonly serve: string;
  /** SIGKILL: it ends at once. */
  kill(): Promise<void>;
  /** SIGTERM, as a deploy does: it ends after the calls in flight. */
  stop(): Promise<void>;
}

/** A worker that can be made to stand still. */
export interface FleetWorker extends Worker {
  /** SIGSTOP: it does nothing, and keeps open what it has open, until it is continued. */
  stall(): void;
  resume(): void;
}

/** Where the workers of a fleet find what they need, as a user tells them. */
export interface FleetPlaces {
  temporal: string;
  database: string;
  /** Base URL of the model server. */
  model: string;
}

/** Runs that are started so notice after 5 s that a model worker is dead. */
const impatient = { DURABLE_AGENTS_HEARTBEAT_TIMEOUT: '5s' };

/** Starts the workers of one fleet. */
export class Fleet {
  readonly #place = new Workplace();
  readonly #env: NodeJS.ProcessEnv;

  constructor({ temporal, database, model }: FleetPlaces) {
    this.#env = {
      TEMPORAL_ADDRESS: temporal,
      DATABASE_URL: database,
      OPENAI_BASE_URL: `${model}/v1`,
      OPENAI_MODEL: 'model-1',
    };
  }

  /**
   * Starts a worker, and waits until it serves.
   *
   * @param options.register source of a module that it registers. Default: none
   */
  async start(
    serve: string,
    { register, env = {} }: { register?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<FleetWorker> {
    const module = register === undefined ? [] : ['--register', this.#write(register)];
    const words = ['worker', '--serve', serve, ...module, '--json'];
    const running = this.#place.start(words, { env: { ...this.#env, ...env } });
    await untilServes(running, serve);
    const end = async (signal: NodeJS.Signals) => {
      running.child.kill(signal);
      await running.ended;
    };
    return {
      serve,
      kill: () => end('SIGKILL'),
      stop: () => end('SIGTERM'),
      stall: () => void running.child.kill('SIGSTOP'),
      resume: () => void running.child.kill('SIGCONT'),
    };
  }

  /** Starts `serve`, with teams of the fleet by their names; gives its URL. It lives as long as the fleet. */
  async serve(teams: Record<string, object>): Promise<string> {
    for (const [name, spec] of Object.entries(teams))
      this.#place.write(`teams/${name}.json`, JSON.stringify(spec));
    const env = { ...this.#env, ...impatient };
    const { child, written } = this.#place.start(['serve', '--port', '0', '--json'], { env });
    const isReady = () => written.stdout.endsWith('\n}\n');
    await until(() => isReady() || hasEnded(child), 'serve', 60_000);
    if (!isReady()) throw new Error(`serve ended: ${written.stderr}`);
    return (JSON.parse(written.stdout) as { url: string }).url;
  }

  /** A command as a client of the fleet, for who starts it by itself. */
  commandLine(words: string[]) {
    return this.#place.commandLine(words, { ...this.#env, ...impatient });
  }

  /** Runs a command to its end, as a client of the fleet. */
  async run(words: string[]): Promise<Ended> {
    return await this.#place.run(words, { env: this.#env });
  }

  #write(source: string): string {
    return this.#place.write('registered.mjs', source);
  }

  /** kill -9 of all that is left. */
  async close(): Promise<void> {
    await this.#place.close();
  }
}

async function untilServes({ child, written }: Running, serve: string): Promise<void> {
  const serves = () => written.stdout.includes('"pid"');
  await until(() => serves() || hasEnded(child), `a worker that serves ${serve}`, 60_000);
  if (!serves()) throw new Error(`the worker for ${serve} ended: ${written.stderr}`);
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
