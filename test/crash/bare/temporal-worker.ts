// The bare alternative to a fleet's workers: a workflow and an activity by hand, without a ledger,
// and the SDK's defaults.
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createBaselineActivities } from '../../../bench/baseline/activities.ts';

const [address = '', model = '', bundle = ''] = process.argv.slice(2);

Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } });
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  ...(bundle === ''
    ? { taskQueue: 'baseline-model', activities: createBaselineActivities(`${model}/v1`) }
    : { taskQueue: 'baseline', workflowBundle: { codePath: bundle } }),
});
const ended = worker.run();
process.send?.('ready');
process.disconnect();
await ended;
await connection.close();
