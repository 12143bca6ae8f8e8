import type { SupervisorResult, SupervisorResults, WorkerResult } from './types.ts';

const accessors = {
  get successfulWorkers(): WorkerResult<string>[] {
    return workersOf(this).filter(({ success }) => success);
  },
  get failedWorkers(): WorkerResult<string>[] {
    return workersOf(this).filter(({ success }) => !success);
  },
};

/** The accessors' `this` is the result that has them as its prototype. */
function workersOf(self: object): WorkerResult<string>[] {
  return (self as SupervisorResult<string>).workerResults;
}

export function withAccessors(result: SupervisorResult<string>): SupervisorResults {
  // A run of an earlier version has no verifications.
  const whole = { ...result, verifications: result.verifications ?? [] };
  return Object.assign(Object.create(accessors) as SupervisorResults, whole);
}
