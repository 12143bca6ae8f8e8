/** A script: starts the test server named by its argument, says where it is, and waits to be killed. */
import { startTestServer } from '../../dist/testing/test-server.js';

process.stdout.write('starting\n');
const { address } = await startTestServer(process.argv[2] ?? '');
process.stdout.write(`${address}\n`);
setInterval(() => {}, 1_000);
