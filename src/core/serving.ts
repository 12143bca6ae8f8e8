import type { Api } from './provider-apis.ts';

/** What the workers behind a queue can do: what a spec may name. Carries no key. */
export interface Serving {
  providers: Record<string, ServedProvider>;
  /** Names of the registered functions, each with a fingerprint of its code. */
  transforms: Record<string, string>;
  /** Names of the registered tools, each with a fingerprint of its code. */
  tools: Record<string, string>;
}

/** A provider as a worker serves it. */
export interface ServedProvider {
  api: Api;
  baseURL: string | null;
  keyEnv: string | null;
  /** The model for agents that name none. */
  model: string | null;
  /** Whether the key is there, or none is needed. */
  ready: boolean;
}

/**
 * What differs between what a run was started with and what serves now, in sentences. A run of an
 * earlier version says nothing of tools.
 */
export function servingDifferences(
  then: Omit<Serving, 'tools'> & Partial<Serving>,
  now: Serving,
): string[] {
  return [
    ...differences('provider', then.providers, now.providers),
    ...differences('function', then.transforms, now.transforms),
    ...differences('tool', then.tools ?? {}, now.tools),
  ];
}

function differences(
  what: string,
  then: Record<string, unknown>,
  now: Record<string, unknown>,
): string[] {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  return names.flatMap((name) => {
    const [before, after] = [then[name], now[name]].map((value) => JSON.stringify(value));
    if (before === after) return [];
    if (after === undefined) return [`${what} '${name}' is no longer here`];
    if (before === undefined) return [`${what} '${name}' is new`];
    return [`${what} '${name}' was ${before} and is ${after}`];
  });
}
