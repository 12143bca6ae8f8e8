import { Context } from '@temporalio/activity';
import { cancellation } from './failed-attempt.ts';
import { startHeartbeats } from './heartbeat.ts';
import type { Store } from './store/open-store.ts';
import type { CallAddress } from './stops/stops.ts';

/** A call to the outside world that may take long. */
export interface CallInFlight {
  address: CallAddress;
  /**
   * Aborted when the activity is cancelled, its worker shuts down, or the call is stopped through the
   * store. A cancellation comes with a heartbeat at the latest; a stop is there in about 0.1 s.
   *
   * @see cancellation what to throw then
   */
  readonly signal: AbortSignal;
  /**
   * To be asked before the world is: a call may have been stopped before it came to this worker.
   *
   * @throws `Run.Cancelled` when it was, CancelledFailure when the activity was cancelled meanwhile
   */
  refuseStopped(): Promise<void>;
}

/**
 * Runs an activity that makes such a call: it heartbeats meanwhile, and can be stopped.
 *
 * @param path first-execution run id and step path
 */
export async function whileInFlight<T>(
  { stops }: Pick<Store, 'stops'>,
  path: string,
  run: (call: CallInFlight) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  const { cancellationSignal, info } = context;
  const address = { run: info.workflowExecution?.runId ?? '', path };
  const controller = new AbortController();
  const { signal } = controller;
  const cancel = () => controller.abort(cancellationSignal.reason);
  cancellationSignal.addEventListener('abort', cancel);
  if (cancellationSignal.aborted) cancel();
  const stoppable = stops.enter(address, controller);
  const endHeartbeats = startHeartbeats(context);
  const refuseStopped = async () => {
    await stoppable.check();
    if (signal.aborted) throw cancellation(signal);
  };
  try {
    return await run({ address, signal, refuseStopped });
  } finally {
    endHeartbeats();
    stoppable.release();
    cancellationSignal.removeEventListener('abort', cancel);
  }
}
