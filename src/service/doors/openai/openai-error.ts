import { Failure } from '../../../core/failures.ts';
import type { InputProblem } from '../../../core/parse-input.ts';
import { RefusedRequest, type Refusal } from '../../errors.ts';

/** An error as OpenAI's clients read it. */
export interface OpenAIError {
  message: string;
  type: string;
  /** The field of the request that is to be mended; `null`: none. */
  param: string | null;
  /** What happened: OpenAI's word, a type of `Failure`, or one of the service's refusals. */
  code: string;
}

/** What is said of a refusal besides its message. */
interface Said {
  param: string | null;
  code?: string;
}

/**
 * A request that asks for what a team cannot do.
 *
 * @param param the field that is to be mended: `messages[0].content`
 */
export function unsupported(param: string, message: string, code?: string): RefusedRequest {
  const said: Said = { param, ...(code === undefined ? {} : { code }) };
  return new RefusedRequest('Request.Malformed', message, { details: said });
}

/** A model that is no team. */
export function noSuchModel(message: string): RefusedRequest {
  const details: Said = { param: 'model', code: 'model_not_found' };
  return new RefusedRequest('Request.NotFound', message, { details });
}

/** The body of a refused request. */
export function refusalBody({ status, type, message, details }: Refusal): { error: OpenAIError } {
  const { problems, param = problems?.[0]?.path, code = type } = saidOf(details);
  return { error: { message, type: errorType(status), param: param || null, code } };
}

/** The status of a refused request: what is wrong in one has no status of its own there. */
export function refusalStatus({ status }: Refusal): number {
  return status === 422 ? 400 : status;
}

function saidOf(details: unknown): Partial<Said> & { problems?: InputProblem[] } {
  return typeof details === 'object' && details !== null ? details : {};
}

const types: Partial<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
};

/** OpenAI's word for errors of a status. */
function errorType(status: number): string {
  return types[status] ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
}

/** Statuses of the failures of a run; with any other, it could not come to an answer. */
const statuses: Partial<Record<string, number>> = {
  [Failure.inputInvalid]: 400,
  [Failure.payloadTooLarge]: 413,
  [Failure.runCancelled]: 409,
  [Failure.modelRateLimited]: 429,
  [Failure.modelUnavailable]: 503,
  [Failure.providerNotServed]: 503,
  [Failure.workerUnconfigured]: 503,
  [Failure.modelTimedOut]: 504,
  [Failure.stepTimedOut]: 504,
  [Failure.lockTimedOut]: 504,
  [Failure.humanTimedOut]: 504,
};

/** An error with which a request is answered. */
export interface AnsweredError {
  status: number;
  error: OpenAIError;
  headers?: Record<string, string>;
}

/** A refusal as the answer to a request. */
export function ofRefusal(refusal: Refusal): AnsweredError {
  const { error } = refusalBody(refusal);
  return { status: refusalStatus(refusal), error, headers: refusal.headers ?? {} };
}

/** A run has failed. The official clients would ask again, and read the same. */
export function failedRun(
  run: string,
  { type, message }: { type: string; message: string },
): AnsweredError {
  const status = statuses[type] ?? 500;
  const error = errorOf(status, type, `${message} (run ${run})`);
  return { status, error, headers: { 'x-should-retry': 'false' } };
}

/** What was said of an answer is replaced by something else, and cannot be taken back. */
export function replaced(run: string): AnsweredError {
  const message = `the team has begun its answer again after a part of it was sent: run ${run} goes on, read its answer at /v1/runs/${run}`;
  return { status: 500, error: errorOf(500, 'answer_replaced', message) };
}

/** The service stops, and the run goes on. */
export function stopping(run: string): AnsweredError {
  const message = `the service stops: run ${run} goes on, ask again in a moment or read its answer at /v1/runs/${run}`;
  const headers = { 'retry-after': '2' };
  return { status: 503, error: errorOf(503, 'Service.Unavailable', message), headers };
}

function errorOf(status: number, code: string, message: string): OpenAIError {
  return { message, type: errorType(status), param: null, code };
}
