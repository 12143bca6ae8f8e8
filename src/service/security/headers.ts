/** Nothing but the service's own files, and no page around it. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** An answer with the headers that every one has; what it says itself of keeping it stands. */
export function withHeaders(answer: Response, own: Record<string, string>): Response {
  const answered = new Response(answer.body, answer);
  for (const [name, value] of Object.entries({ ...headers, ...own }))
    answered.headers.set(name, value);
  if (!answered.headers.has('cache-control')) answered.headers.set('cache-control', 'no-store');
  return answered;
}
