import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { ThreadVerdict } from './check-text.ts';
import type { CheckRequest, ThreadSays } from './checking-thread-main.ts';

/** Far more than any check takes that is no attack. */
const checkMs = 2_000;

/** To start a thread and load the compiler, on a machine that is busy. */
const startMs = 30_000;

/** Threads at most: what one check holds up is at most the others that take long. */
const threadsAtMost = 2;

const tooLong = `the reply could not be checked against its schema within ${checkMs / 1_000} s: answer with less, and more simply`;

const idle: Worker[] = [];
const waiting: (() => void)[] = [];
let running = 0;

/**
 * Checks a reply in a thread, which is stopped when it takes too long; some wait for one another.
 *
 * @param text `null`: only the schema is looked at
 */
export async function checkInThread(text: string | null, schema: object): Promise<ThreadVerdict> {
  if (running >= threadsAtMost) await new Promise<void>((free) => waiting.push(free));
  else running += 1;
  try {
    return await checkBy(idle.pop() ?? startThread(), { text, schema });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function startThread(): Worker {
  const thread = new Worker(threadCode(), {
    eval: true,
    env: {}, // it needs no keys
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  thread.unref();
  return thread;
}

/** A thread does not inherit what reads TypeScript: from sources it is loaded there. */
function threadCode(): string {
  const isSource = import.meta.url.endsWith('.ts');
  const script = new URL(`checking-thread-main${isSource ? '.ts' : '.js'}`, import.meta.url).href;
  const load = `import(${JSON.stringify(script)})`;
  if (!isSource) return load;
  const api = createRequire(import.meta.url)
    .resolve('tsx/esm/api')
    .replace(/cjs$/, 'mjs');
  return `import(${JSON.stringify(api)}).then((tsx) => { tsx.register(); return ${load}; })`;
}

/** A thread that has answered is used again; one that has not is stopped, whatever it is doing. */
async function checkBy(thread: Worker, request: CheckRequest): Promise<ThreadVerdict> {
  thread.removeAllListeners(); // that of an idle one
  const answer = await answerOf(thread, request);
  thread.removeAllListeners();
  if (answer === undefined) {
    await thread.terminate();
    return { ok: false, reason: tooLong };
  }
  thread.on('error', () => idle.splice(idle.indexOf(thread), 1)); // nobody waits for it: it is gone
  thread.unref();
  idle.push(thread);
  return answer;
}

/** What the thread answers; `undefined`: it took too long, or too much memory. */
async function answerOf(thread: Worker, request: CheckRequest): Promise<ThreadVerdict | undefined> {
  return await new Promise((resolve) => {
    let timer = setTimeout(resolve, startMs, undefined);
    thread.on('message', (said: ThreadSays) => {
      clearTimeout(timer);
      if ('verdict' in said) resolve(said.verdict);
      else timer = setTimeout(resolve, checkMs, undefined);
    });
    thread.on('error', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
    thread.postMessage(request);
  });
}
