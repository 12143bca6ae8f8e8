import { createHash } from 'node:crypto';
import type { ParsedRequest } from './recorded-request.ts';

/** 64 hexadecimal digits that depend on what is asked, and not on the API, the headers or the time. */
export function fingerprint(request: ParsedRequest): string {
  const { model, system, messages, tools, outputSchema } = request;
  // Without the ids of tool calls, which differ from server to server.
  const said = messages.map(({ role, content }) => ({ role, content }));
  const content = JSON.stringify([model, system, said, tools, outputSchema]);
  return createHash('sha256').update(content).digest('hex');
}

/** A whole number in `[0, below)`, the same for the same fingerprint and salt. */
export function pickNumber(print: string, below: number, salt = 0): number {
  const offset = (salt * 7) % (print.length - 8);
  return Number.parseInt(print.slice(offset, offset + 8), 16) % below;
}
