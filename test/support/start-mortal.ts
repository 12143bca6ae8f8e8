import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MortalWorker } from './mortal-worker.ts';

const script = fileURLToPath(new URL('./mortal-worker.ts', import.meta.url));

/** Starts a worker in a process of its own; gives it once it serves. */
export async function startMortal(mortal: MortalWorker): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, MORTAL_WORKER: JSON.stringify(mortal) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the worker ended'))),
  ]);
  return child;
}
