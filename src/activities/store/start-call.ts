import type { CallOwner, ModelReply } from '../../core/model-call.ts';
import { findCompleted, type LedgerKey } from './ledger.ts';
import { prepared } from './prepared.ts';
import { isStopped } from './stop-requests.ts';
import type { Database, ModelCallsTable } from './tables.ts';
import type { CallInput } from './turns.ts';

/** A call that is about to be made. */
export interface StartedCall extends LedgerKey {
  owner: CallOwner;
  agentName: string;
  provider: string;
  model: string;
  simulated: boolean;
  /** What the call adds to its step's conversation: later calls read it from here. */
  input: CallInput;
  /** Run id of the workflow that makes it, and where it is: calls are stopped by these. */
  workflowRun: string;
  path: string;
}

/** Whether a call is to be made now. `failedBefore`: the type of its last failure. */
export type Start =
  | { state: 'started'; failedBefore: string | null }
  /** It was made before, with the same request. */
  | { state: 'completed'; reply: ModelReply }
  /** It is not to be made any more. */
  | { state: 'stopped' };

/**
 * Writes down that a call is about to be made, before the provider is asked: unless it has its reply
 * already, or was stopped. It is one statement, because every call waits for it.
 */
export async function startCall(db: Database, call: StartedCall): Promise<Start> {
  const { workflowRun, path } = call;
  const { rows } = await insertStarted(db, { ...columnsOf(call), workflowRun, path });
  const [row] = rows;
  if (row !== undefined) return { state: 'started', failedBefore: row.error_type };
  const reply = await findCompleted(db, call);
  return reply === undefined ? { state: 'stopped' } : { state: 'completed', reply };
}

type StartedColumns = ReturnType<typeof columnsOf>;

const insertStarted = prepared(
  (db, call: StartedColumns & Pick<StartedCall, 'workflowRun' | 'path'>) =>
    db
      .insertInto('model_calls')
      .columns(startedColumns)
      .expression(
        db
          .selectNoFrom((value) => startedColumns.map((name) => value.val(call[name]).as(name)))
          .where((value) => value.not(isStopped(call.workflowRun, call.path))),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['execution', 'step', 'number', 'request_hash'])
          .doUpdateSet({ status: call.status, started_at: call.started_at })
          .where('model_calls.status', '<>', 'completed'),
      )
      .returning('error_type'),
);

function columnsOf(call: StartedCall) {
  const { execution, step, number, requestHash, owner, agentName, provider, model } = call;
  return {
    execution,
    step,
    number,
    request_hash: requestHash,
    run: owner.run,
    workflow: owner.workflow,
    user: owner.user,
    agent: agentName,
    provider,
    model,
    simulated: Number(call.simulated),
    input: JSON.stringify(call.input),
    status: 'started',
    started_at: new Date().toISOString(),
  } satisfies Partial<ModelCallsTable>;
}

const startedColumns = [
  'execution',
  'step',
  'number',
  'request_hash',
  'run',
  'workflow',
  'user',
  'agent',
  'provider',
  'model',
  'simulated',
  'input',
  'status',
  'started_at',
] as const satisfies (keyof StartedColumns)[];
