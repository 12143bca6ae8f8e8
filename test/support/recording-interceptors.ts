import { proxySinks, type Sinks, type WorkflowInterceptors } from '@temporalio/workflow';
import { callIdentity, childIdentity, localIdentity, replyIdOf } from './call-identity.ts';

export interface RecordingSinks extends Sinks {
  calls: { made(identity: string): void };
}

const { calls } = proxySinks<RecordingSinks>();

/** Tells of each activity, local or not, and child workflow in the order of the commands. Nothing is awaited here, which would change it. */
export const interceptors = (): WorkflowInterceptors => ({
  outbound: [
    {
      scheduleActivity(input, next) {
        calls.made(callIdentity(input.activityType, input.args[0]));
        return next(input);
      },
      scheduleLocalActivity(input, next) {
        calls.made(localIdentity(input.activityType, replyIdOf(input.args[0])));
        return next(input);
      },
      startChildWorkflowExecution(input, next) {
        calls.made(childIdentity(input.workflowType, input.options.workflowId));
        return next(input);
      },
    },
  ],
});
