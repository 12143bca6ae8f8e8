/**
 * A script, started by the tests of the embedded server as a command of its own: takes a lease on
 * the server in `STATE_DIR`, prints it and the lines logged since as JSON, one a line, and holds it
 * until its standard input ends. With `LEAVE` it has nothing else to do and never releases.
 */
import { acquireServer } from '../../dist/workers/embedded/index.js';

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const lease = await acquireServer({
    stateDir: process.env.STATE_DIR ?? '',
    log: (line) => print({ log: line }),
  });
  print({ address: lease.address, uiUrl: lease.uiUrl });
  if (!process.env.LEAVE) process.stdin.resume().once('end', () => void lease.release());
} catch (error) {
  print({ error: String(error) });
}
