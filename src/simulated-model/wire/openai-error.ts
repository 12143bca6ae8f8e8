import type { WireError } from './wire.ts';

/** The error body both OpenAI APIs share. */
export function openaiError(error: WireError): unknown {
  const [type, code] = kindOf(error.status);
  return {
    error: { message: error.message, type, param: null, code: error.code ?? code },
  };
}

function kindOf(status: number): [type: string, code: string | null] {
  if (status === 401) return ['invalid_request_error', 'invalid_api_key'];
  if (status === 429) return ['rate_limit_error', 'rate_limit_exceeded'];
  if (status >= 500) return ['server_error', null];
  return ['invalid_request_error', null];
}
