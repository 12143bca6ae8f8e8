import { RequestError } from '@hono/node-server';
import { Failure, failureType, findFailure, messageOf } from '../core/failures.ts';
import { endsOf } from '../core/unicode.ts';
import { grpcProblem } from '../client/runs/transient.ts';

/**
 * Types of what the service itself refuses, each with its HTTP status. Whatever else it answers with is
 * a type of `Failure`.
 */
const refusals = {
  'Request.Malformed': 400,
  'Request.Unauthorized': 401,
  'Request.Forbidden': 403,
  'Request.NotFound': 404,
  'Request.MethodNotAllowed': 405,
  'Request.Conflict': 409,
  'Request.TooLarge': 413,
  'Request.WrongMediaType': 415,
  'Request.Unusable': 422,
  'Request.RateLimited': 429,
  'Service.Failed': 500,
  'Service.Unavailable': 503,
} as const;

type RefusalType = keyof typeof refusals;

/** A request that is refused, in the form that every door answers with. */
export interface Refusal {
  status: number;
  /** A key of `refusals`, or a type of `Failure`. */
  type: string;
  message: string;
  details?: unknown;
  headers?: Record<string, string>;
}

/** Thrown where a request is refused; whoever serves the door writes it in the door's form. */
export class RefusedRequest extends Error {
  readonly refusal: Refusal;

  constructor(type: RefusalType, message: string, more: Pick<Refusal, 'details' | 'headers'> = {}) {
    super(message);
    this.refusal = { status: refusals[type], type, message, ...more };
  }
}

/** `{error: {type, message, details}}`, the form of every error but those of the protocols' doors. */
export function errorBody({ type, message, details = null }: Refusal): object {
  return { error: { type, message, details } };
}

/** Statuses of failures; of any other a caller can do nothing but try again. */
const statuses: Partial<Record<string, number>> = {
  [Failure.inputInvalid]: 422,
  [Failure.payloadTooLarge]: 413,
  [Failure.messageMissing]: 404,
  [Failure.workerUnconfigured]: 503,
};

/** Statuses of what a client refuses for more than its form. */
const reasons: Partial<Record<string, number>> = {
  unknownRun: 404,
  unknownTurn: 404,
  noItems: 404,
  unknownQuestion: 404,
  takenId: 409,
  answered: 409,
};

/** gRPC's number for what will be refused however often it is tried. */
const invalidArgument = 3;

/** How a thrown error is answered. What nobody has foreseen says nothing of the inside. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusedRequest) return error.refusal;
  if (error instanceof RequestError)
    return { status: 400, type: 'Request.Malformed', message: error.message };
  const type = failureType(error);
  if (type !== undefined) return ofFailure(type, error);
  const problem = grpcProblem(error);
  if (problem?.code === invalidArgument) {
    const message = `Temporal does not take this: ${problem.details}`;
    return { status: 422, type: 'Request.Unusable', message };
  }
  if (problem !== undefined) {
    const message = `Temporal does not answer: ${messageOf(error)}. Try again in a moment`;
    return { status: 503, type: 'Service.Unavailable', message, headers: { 'retry-after': '5' } };
  }
  const message = 'the service has failed on this request: its log says why';
  return { status: 500, type: 'Service.Failed', message };
}

function ofFailure(type: string, error: unknown): Refusal {
  const found = findFailure(error);
  const [details] = found?.details ?? [];
  const { reason } = (details ?? {}) as { reason?: string };
  const status = reasons[reason ?? ''] ?? statuses[type] ?? 503;
  const message = endsOf(found?.message ?? messageOf(error), longestMessage);
  return { status, type, message, details: cut(details), ...(status === 503 ? again : {}) };
}

/** Characters of a message, and problems in its details, at most: a request may have any number of them. */
const longestMessage = 4_000;
const mostProblems = 100;

function cut(details: unknown): unknown {
  const { problems } = (details ?? {}) as { problems?: unknown };
  if (!Array.isArray(problems) || problems.length <= mostProblems) return details;
  return { ...(details as object), problems: problems.slice(0, mostProblems) };
}

const again = { headers: { 'retry-after': '5' } };
