import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./shared-process.mjs', import.meta.url));

/** How a command ended. */
export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/**
 * A process that runs commands one after the other: each but the first is there at once, with what
 * the others have loaded.
 */
export class SharedProcess {
  readonly child: ChildProcess;
  #last: Promise<unknown> = Promise.resolve();

  /** @param program the compiled module that runs a command line */
  constructor(program: string, options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    this.child = fork(script, [program], { ...options, stdio: [...stdio], execArgv: [] });
  }

  /** Runs a command when those before it have ended. */
  run(words: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const ended = this.#last.then(() => this.#next({ words, env }));
    this.#last = ended.catch(() => undefined);
    return ended;
  }

  async #next(job: object): Promise<Ended> {
    const listening = new AbortController();
    const { signal } = listening;
    const gone = once(this.child, 'exit', { signal }).then(([code]) => {
      throw new Error(`the process of the commands has ended with ${code}`);
    });
    gone.catch(() => undefined); // it is listened to no more, or heard of below
    const told = once(this.child, 'message', { signal }).then(([ended]) => ended as Ended);
    told.catch(() => undefined);
    this.child.send(job);
    try {
      return await Promise.race([told, gone]);
    } finally {
      listening.abort();
    }
  }
}
