import { activityInfo } from '@temporalio/activity';
import type { ModelActivities } from '../activities/call-model.ts';
import { Failure, failure } from '../core/failures.ts';

/** What a silent call leaves of its time, so that the server lets it try once more at the end. */
const reserveMs = 100;

/**
 * The activities of a provider that never answers. A test server does not skip time while an
 * activity runs, but it does before a retry: so a call asks to be tried again when its time is
 * nearly over, and then says what a real one would say.
 */
export const silentActivities: ModelActivities = {
  callModel({ agentName }) {
    const { attempt, scheduleToCloseTimeoutMs } = activityInfo();
    const message = `'${agentName}' got no answer: its provider is silent in this test`;
    throw failure(Failure.modelTimedOut, message, {
      retryable: attempt === 1,
      retryAfterMs: scheduleToCloseTimeoutMs - reserveMs,
    });
  },
};
