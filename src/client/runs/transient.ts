import { isGrpcServiceError } from '@temporalio/client';
import { causes } from '../../core/failures.ts';

/** gRPC's numbers for what may go well the next time. */
const transient: ReadonlySet<number> = new Set([
  1, // CANCELLED: the connection was closed on the way
  2, // UNKNOWN
  4, // DEADLINE_EXCEEDED
  8, // RESOURCE_EXHAUSTED
  10, // ABORTED
  13, // INTERNAL
  14, // UNAVAILABLE
]);

/** gRPC's number and text of an error, also through the error that Temporal's client wraps around it. */
export function grpcProblem(error: unknown): { code: number; details: string } | undefined {
  return causes(error).find(isGrpcServiceError);
}

/** Whether the server, or the way to it, has failed for the moment. */
export function isTransient(error: unknown): boolean {
  const problem = grpcProblem(error);
  return problem !== undefined && transient.has(problem.code);
}
