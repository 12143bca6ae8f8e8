import { Failure } from '../../../core/failures.ts';
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
  const { param = null, code = type } = saidOf(details);
  return { error: { message, type: errorType(status), param, code } };
}

/** The status of a refused request: what is wrong in one has no status of its own there. */
export function refusalStatus({ status }: Refusal): number {
  return status === 422 ? 400 : status;
}

function saidOf(details: unknown): Partial<Said> {
  return typeof details === 'object' && details !== null ? (details as Partial<Said>) : {};
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

/** How a run that has failed is answered. */
export function failedRun(
  run: string,
  { type: code, message }: { type: string; message: string },
): { status: number; error: OpenAIError } {
  const status = statuses[code] ?? 500;
  const told = `${message} (run ${run})`;
  return { status, error: { message: told, type: errorType(status), param: null, code } };
}
