import type { SupervisorResult, WorkerResult } from '../../core/results.ts';

/** The result of a supervisor, with the accessors over its workers. Serialises to the plain result. */
export interface SupervisorResults extends SupervisorResult<string> {
  /** What succeeded, in completion order. */
  readonly successfulWorkers: WorkerResult<string>[];
  readonly failedWorkers: WorkerResult<string>[];
}

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

export function withSupervisorAccessors(result: SupervisorResult<string>): SupervisorResults {
  return Object.assign(Object.create(accessors) as SupervisorResults, result);
}
