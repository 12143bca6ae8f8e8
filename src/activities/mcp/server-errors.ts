import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';

/** Whether a server has refused a request because it began anew: it has not been carried out. */
export function isSessionLost(error: unknown): boolean {
  return error instanceof StreamableHTTPError && (error.code === 404 || error.code === 400);
}

/** Whether a server has said that it did not do it. What broke inside of it may have been done before. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof StreamableHTTPError)
    return error.code !== undefined && error.code >= 400 && error.code < 500;
  return error instanceof McpError && !lostCodes.has(error.code);
}

const lostCodes: ReadonlySet<number> = new Set([
  ErrorCode.ConnectionClosed,
  ErrorCode.RequestTimeout,
  ErrorCode.InternalError,
]);
