import type { ExecFileException } from 'node:child_process';
import { execFile } from 'node:child_process';
import { parse } from 'node:path';
import { safeEnvironment } from './safe-environment.ts';

export interface CommandOptions {
  env: NodeJS.ProcessEnv;
  /** After this the command is killed. */
  timeoutMs: number;
}

export interface CommandResult {
  ok: boolean;
  stdout: string;
  /** Why it failed: the last line it wrote, or the system's word. Empty when it did not. */
  problem: string;
}

/**
 * Runs a program to its end, bounded in time. Never throws. It runs in the root folder, and finds
 * nothing by a path that leads from the current one: interpreters load modules from where they stand.
 */
export async function runCommand(
  command: readonly [string, ...string[]],
  { env, timeoutMs }: CommandOptions,
): Promise<CommandResult> {
  const [file, ...args] = command;
  return await new Promise((resolve) => {
    const { root: cwd } = parse(process.cwd());
    const options = {
      cwd,
      env: safeEnvironment(env),
      timeout: timeoutMs,
      killSignal: 'SIGKILL' as const,
      maxBuffer: 1 << 24,
    };
    execFile(file, args, options, (error, stdout, stderr) => {
      if (!error) return resolve({ ok: true, stdout, problem: '' });
      const said = lastLine(stderr) || lastLine(stdout);
      const problem = error.killed ? `took longer than ${timeoutMs / 1000} s` : said;
      resolve({ ok: false, stdout, problem: problem || silentProblem(file, error) });
    });
  });
}

function silentProblem(file: string, { code, signal }: ExecFileException): string {
  return code === 'ENOENT' ? `${file} is not installed` : `${file} ended with ${code ?? signal}`;
}

/** The last line with text in it, without passwords in addresses, cut to 300 characters. */
function lastLine(text: string): string {
  const line = text.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return line.replaceAll(/\/\/[^@/\s]+@/g, '//').slice(0, 300);
}
