import type { ServiceSettings } from '../options.ts';
import { originAllowed } from './origins.ts';

const exposed = 'X-Run-Id, Retry-After, Mcp-Session-Id, Location';

/** What a browser wants to hear before a page of an allowed origin may read an answer. */
export function crossOriginHeaders(
  settings: ServiceSettings,
  request: Request,
): Record<string, string> {
  const origin = request.headers.get('origin');
  if (origin === null || !originAllowed(settings, origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': exposed,
    'cross-origin-resource-policy': 'cross-origin',
    vary: 'Origin',
  };
}

/** The answer to a browser that asks whether it may call; `undefined`: it does not ask that. */
export function preflightAnswer(request: Request): Response | undefined {
  const method = request.headers.get('access-control-request-method');
  if (request.method !== 'OPTIONS' || method === null) return undefined;
  const headers = {
    'access-control-allow-methods': method,
    'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '',
    'access-control-max-age': '600',
  };
  return new Response(null, { status: 204, headers });
}
