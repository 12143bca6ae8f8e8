/**
 * A script that uses the test environment as its argument says: `throw` in the middle, `exit` or
 * `hang` without closing it.
 */
import { startTestEnvironment } from '../../dist/testing/index.js';

const world = await startTestEnvironment({ script: ['done'] });
const { content } = await world.client.run({ kind: 'agent', name: 'A' }, 'go');
process.stdout.write(`${content}\n`);
if (process.argv[2] === 'throw') throw new Error('a test that breaks');
if (process.argv[2] === 'exit') process.exit(0);
