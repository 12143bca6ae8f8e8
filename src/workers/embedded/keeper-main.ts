/** A script: `keeper-main <state folder> <path of the Temporal CLI>`. Its output is the log file. */
import { runKeeper } from './keeper.ts';

process.umask(0o077); // also for the server, which makes files of its own
const [stateDir = '', binary = ''] = process.argv.slice(2);
try {
  await runKeeper(stateDir, binary);
  process.exit(0);
} catch (error) {
  process.stderr.write(`keeper ${process.pid}: ${String(error)}\n`);
  process.exit(1);
}
