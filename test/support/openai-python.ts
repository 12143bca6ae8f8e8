import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A Python that has OpenAI's client, or why there is none. */
export type OpenAIPython = { python: string } | { missing: string };

/** Kept from one run of the tests to the next. */
const folder = join(tmpdir(), 'durable-agents-openai-python');

/** Finds such a Python, or makes one in a folder of its own. */
export async function openaiPython(): Promise<OpenAIPython> {
  const own = join(folder, 'bin', 'python');
  for (const python of ['python3', own]) if (await hasClient(python)) return { python };
  try {
    if (!existsSync(own)) await run('python3', ['-m', 'venv', folder], { timeout: 60_000 });
    await run(own, ['-m', 'pip', 'install', '--quiet', 'openai'], { timeout: 100_000 });
    return { python: own };
  } catch (error) {
    const [line = ''] = String(error).split('\n').slice(-2);
    return { missing: `the Python package openai cannot be had here: ${line}` };
  }
}

async function hasClient(python: string): Promise<boolean> {
  try {
    await run(python, ['-c', 'import openai'], { timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}
