import type { JsonObject } from '../provider.ts';

/** A server's answer that is no reply: an HTTP error, or an error told with status 200. */
export class ServerRefusal extends Error {
  // The SDKs look for words such as "timed out" in what they wrap: none of the server's stand here.
  override name = 'ServerRefusal';
  /** Of HTTP. */
  readonly status: number;
  readonly headers: Headers;
  /** What it says: JSON, or a text where it is none. */
  readonly body: unknown;

  constructor(refusal: Pick<ServerRefusal, 'status' | 'headers' | 'body'>) {
    super('the server refused');
    this.status = refusal.status;
    this.headers = refusal.headers;
    this.body = refusal.body;
  }
}

/** The error that stands in a reply of status 200. */
export function refusalIn(body: unknown, headers = new Headers()): ServerRefusal {
  return new ServerRefusal({ status: 200, headers, body });
}

/** Fields by which servers tell of an error where there should be a reply. */
const tellingFields = ['error', 'errors', 'detail', 'message', 'msg', 'base_resp', 'Message'];

/** Whether a body that is no reply tells of an error. */
export function tellsOfError(body: JsonObject): boolean {
  return tellingFields.some((field) => isTelling(body[field]));
}

function isTelling(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
