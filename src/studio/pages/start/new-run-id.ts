import type { JsonValue } from './spec-json.ts';

/** An id for a run that is about to be started: its team's name, and what makes it the only one. */
export function newRunId(spec: JsonValue): string {
  const { name, kind } = spec as { name?: unknown; kind?: unknown };
  const called = typeof name === 'string' ? name : typeof kind === 'string' ? kind : 'run';
  const readable = called
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `${readable || 'run'}-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
