import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ThreadVerdict } from './check-text.ts';
import type { CheckRequest, ThreadSays } from './checking-thread-main.ts';

/** CPU of a check: far more than any takes that is no attack. */
const checkMs = 2_000;

/** By the clock, where the machine has no time for it. */
const checkAtMostMs = 15_000;

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
  for (const end of ['error', 'exit']) thread.on(end, () => forget(thread));
  thread.unref();
  idle.push(thread);
  return answer;
}

/** Nobody waits for it: it is gone. */
function forget(thread: Worker): void {
  const at = idle.indexOf(thread);
  if (at >= 0) idle.splice(at, 1);
}

/** What the thread answers; `undefined`: it took too long, or too much memory. */
async function answerOf(thread: Worker, request: CheckRequest): Promise<ThreadVerdict | undefined> {
  const limit = new AbortController();
  const answered = new Promise<ThreadVerdict | undefined>((resolve) => {
    thread.on('message', (said: ThreadSays) => {
      if ('verdict' in said) resolve(said.verdict);
      else void endLater(limit);
    });
    thread.on('error', () => resolve(undefined));
    thread.on('exit', () => resolve(undefined));
    limit.signal.addEventListener('abort', () => resolve(undefined));
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  thread.postMessage(request);
  const start = setTimeout(() => limit.abort(), startMs + checkAtMostMs);
  return await answered.finally(() => {
    clearTimeout(start);
    limit.abort();
  });
}

/** The thread has used no more CPU than its process: before that has, the machine was busy elsewhere. */
async function endLater(limit: AbortController): Promise<void> {
  const begun = performance.now();
  const before = process.cpuUsage();
  const leftMs = () => checkMs - cpuSince(before);
  while (leftMs() > 0 && performance.now() - begun < checkAtMostMs) {
    await sleep(Math.max(50, leftMs()), undefined, { signal: limit.signal }).catch(() => undefined);
    if (limit.signal.aborted) return;
  }
  limit.abort();
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
