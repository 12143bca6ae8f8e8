import { proxySinks, type Sinks, type WorkflowInterceptors } from '@temporalio/workflow';
import { callIdentity, childIdentity } from './call-identity.ts';

export interface RecordingSinks extends Sinks {
  calls: { made(identity: string): void };
}

const { calls } = proxySinks<RecordingSinks>();

/** Tells of each activity and child workflow in the order of the commands. Nothing is awaited here, which would change it. */
export const interceptors = (): WorkflowInterceptors => ({
  outbound: [
    {
      scheduleActivity(input, next) {
        calls.made(callIdentity(input.activityType, input.args[0]));
        return next(input);
      },
      startChildWorkflowExecution(input, next) {
        calls.made(childIdentity(input.workflowType, input.options.workflowId));
        return next(input);
      },
    },
  ],
});
