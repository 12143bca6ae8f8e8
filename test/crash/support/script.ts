import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { compiledScript } from '../../support/compiled-script.ts';
import { hasEnded } from './fleet.ts';

/** A script of this suite in a process of its own. */
export interface Script {
  child: ChildProcess;
  /** Lets it begin, once it has said `ready`. */
  go(): void;
  /** Waits for the next thing that it says. @throws Error when it ends before */
  hear(): Promise<unknown>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Waits for its end. @throws Error unless it ended well */
  end(): Promise<void>;
}

/**
 * Starts a script, and waits until it is ready.
 *
 * @param name its path below `test/crash`
 */
export async function startScript(name: string, words: readonly string[]): Promise<Script> {
  const child = fork(compiledScript(name), [...words], { execArgv: [] });
  const exited = once(child, 'exit');
  const hear = async () => {
    const ended = exited.then(() => Promise.reject(new Error(`${name} ended and said nothing`)));
    const [message] = (await Promise.race([once(child, 'message'), ended])) as unknown[];
    return message;
  };
  await hear();
  return {
    child,
    hear,
    go: () => void child.send('go'),
    async kill() {
      if (!hasEnded(child)) child.kill('SIGKILL');
      await exited;
    },
    async end() {
      const [code, signal] = (await exited) as [number | null, string | null];
      if (code !== 0) throw new Error(`${name} ended with ${signal ?? code}`);
    },
  };
}

/**
 * Starts a script several times, lets all begin at the same moment, and waits for their ends.
 *
 * @returns the seconds between
 */
export async function runTogether(name: string, all: readonly (readonly string[])[]) {
  const scripts = await Promise.all(all.map((words) => startScript(name, words)));
  const startedAt = Date.now();
  for (const script of scripts) script.go();
  await Promise.all(scripts.map((script) => script.end()));
  return (Date.now() - startedAt) / 1_000;
}
