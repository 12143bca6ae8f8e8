import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { nodeScript } from '../binaries/node-script.ts';
import { type StateDir, openLog } from './state-dir.ts';

/** All that the keeper and the server get: no key stays behind in a process in the background. */
const passedOn = [
  'PATH',
  'HOME',
  'USER',
  'TMPDIR',
  'TEMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'LD_LIBRARY_PATH',
];

/**
 * Starts a keeper in a session of its own, so that neither the end of this process nor a Ctrl-C in
 * its terminal reaches it.
 */
export function spawnKeeper(state: StateDir, binary: string, env: NodeJS.ProcessEnv): ChildProcess {
  const log = openLog(state);
  try {
    const script = nodeScript('keeper-main', import.meta.url);
    const keeper = spawn(process.execPath, [...script, state.folder, binary], {
      cwd: state.folder,
      detached: true,
      env: Object.fromEntries(passedOn.map((name) => [name, env[name]])),
      stdio: ['ignore', log, log],
    });
    keeper.on('error', () => {});
    keeper.unref();
    return keeper;
  } finally {
    closeSync(log);
  }
}
