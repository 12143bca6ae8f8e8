import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveBinary } from '../../src/workers/binaries/index.ts';
import { type Held, kill, processesOf, startHolder } from './embedded-commands.ts';

/** A state folder, and the commands that use it. */
export interface Place {
  /** Temporal's server. */
  binary: string;
  stateDir: string;
  command: (env?: NodeJS.ProcessEnv) => Promise<Held>;
  commands: ChildProcess[];
}

/** Gives each test a place of its own, of which nothing is left afterwards. */
export const inPlace = {
  // oxlint-disable-next-line no-empty-pattern -- how vitest is told that it needs no other fixture
  place: async ({}, use: (place: Place) => Promise<void>) => {
    const stateDir = realpathSync(mkdtempSync(join(tmpdir(), 'embedded server-')));
    const { path: binary } = await resolveBinary('temporal');
    const commands: ChildProcess[] = [];
    const command = async (env: NodeJS.ProcessEnv = {}) => {
      const { child, held } = startHolder({ TEMPORAL_CLI: binary, STATE_DIR: stateDir, ...env });
      commands.push(child);
      return await held;
    };
    await use({ binary, stateDir, command, commands });
    for (const child of commands) child.kill('SIGKILL');
    for (const { pid } of processesOf(stateDir)) kill(pid);
    rmSync(stateDir, { recursive: true, force: true });
  },
};
