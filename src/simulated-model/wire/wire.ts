import type { Answer } from '../answer.ts';
import type { Api, ParsedRequest, RecordedRequest } from '../recorded-request.ts';
import type { ScriptedError } from '../script.ts';

/** An API's way of saying that a request failed. */
export interface WireError extends ScriptedError {
  status: number;
  requestId: string;
}

/** One wire format: how it asks, and how it answers. */
export interface Wire {
  readonly api: Api;
  readonly path: string;
  /** The header that carries the request id. */
  readonly requestIdHeader: string;
  /** @throws ZodError when the body is not a request of this API */
  parse(body: unknown): ParsedRequest;
  /** The JSON body of a plain reply. */
  render(answer: Answer, request: RecordedRequest): unknown;
  /** The frames of a streamed reply, each a whole server-sent event. */
  stream(answer: Answer, request: RecordedRequest): string[];
  /** The JSON body of an error. */
  error(error: WireError): unknown;
}
