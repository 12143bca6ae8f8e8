import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { compiledScript } from './compiled-script.ts';
import type { MortalWorker } from './mortal-worker.ts';

/** Starts a worker in a process of its own; gives it once it serves. */
export async function startMortal(mortal: MortalWorker): Promise<ChildProcess> {
  const child = spawn(process.execPath, [compiledScript('mortal-worker.ts')], {
    env: { ...process.env, MORTAL_WORKER: JSON.stringify(mortal) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the worker ended'))),
  ]);
  return child;
}
