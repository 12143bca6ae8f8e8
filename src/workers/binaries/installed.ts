import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, failure } from '../../core/failures.ts';
import { runCommand } from './command.ts';
import { safeFolders } from './safe-environment.ts';
import { type Binary, type Missed, type Search, type Step, pathVariable } from './step.ts';

/** Older ones lack what runs use: static summaries, current details, update with start. */
const oldestCli = [1, 3, 0] as const;

/** The path that a person named. A wrong one fails: to run something else would surprise. */
export const fromVariable: Step = {
  name: 'environment variable',
  async look({ program, env }) {
    const variable = pathVariable[program];
    const path = env[variable];
    if (!path) return { missed: `${variable} is not set` };
    if (await isExecutable(path)) return { path, source: variable };
    const message = `${variable} names ${path}, which is not an executable file. Correct it or unset it.`;
    throw failure(Failure.workerUnconfigured, message);
  },
};

/** The first program of that name on PATH, if it runs and is not too old. */
export const fromPath: Step = {
  name: 'PATH',
  async look(search) {
    const path = await findOnPath(search);
    if (!path) return { missed: `no ${search.program} on PATH` };
    const found: Binary = { path, source: 'PATH' };
    return search.program === 'temporal' ? await recentEnough(found, search.env) : found;
  },
};

async function findOnPath({ program, env }: Search): Promise<string | undefined> {
  for (const folder of safeFolders(env)) {
    const path = join(folder, program);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function recentEnough(found: Binary, env: NodeJS.ProcessEnv): Promise<Binary | Missed> {
  const { ok, stdout, problem } = await runCommand([found.path, '--version'], {
    env,
    timeoutMs: 5_000,
  });
  if (!ok) return { missed: `${found.path} does not run: ${problem}` };
  const version = /\b(\d+)\.(\d+)\.(\d+)/.exec(stdout);
  const parts = version?.slice(1).map(Number) ?? [];
  const first = oldestCli.findIndex((part, at) => part !== parts[at]);
  if (first >= 0 && !((parts[first] ?? 0) > (oldestCli[first] ?? 0))) {
    const said = version?.[0] ?? 'of an unknown version';
    return { missed: `${found.path} is ${said}, older than ${oldestCli.join('.')}` };
  }
  return { ...found, source: `PATH, ${version?.[0]}` };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
