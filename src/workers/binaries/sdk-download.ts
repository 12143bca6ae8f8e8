import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { nodeScript } from './node-script.ts';
import type { Search } from './step.ts';

const limitMs = 180_000;

/**
 * Lets the SDK download a program into a folder. In a process of its own: the SDK's runtime is
 * one a process and must stay the caller's to configure, and a process can be ended when it hangs.
 *
 * @returns the path of the binary
 */
export async function downloadWithSdk({ program, env }: Search, folder: string): Promise<string> {
  const script = nodeScript('sdk-download-main', import.meta.url);
  const command = [process.execPath, ...script, program, folder] as const;
  const { ok, problem } = await runCommand(command, { env, timeoutMs: limitMs });
  if (!ok) throw new Error(problem);
  const [file] = (await readdir(folder)).filter((name) => !name.endsWith('.downloading'));
  if (!file) throw new Error('the SDK said it was done and left no file');
  return join(folder, file);
}
