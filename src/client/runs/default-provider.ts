import type { Defaults } from './prepare-step.ts';

/**
 * The provider for agents that name none: the given one, else `openai` where OPENAI_API_KEY or
 * OPENAI_BASE_URL is set, else `anthropic` where ANTHROPIC_API_KEY is, else `simulated`.
 */
export function defaultsFrom(
  env: Record<string, string | undefined>,
  given: { provider?: string; model?: string } = {},
): Defaults {
  return { provider: given.provider ?? providerFrom(env), model: given.model ?? null };
}

function providerFrom(env: Record<string, string | undefined>): string {
  if (env['OPENAI_API_KEY'] || env['OPENAI_BASE_URL']) return 'openai';
  return env['ANTHROPIC_API_KEY'] ? 'anthropic' : 'simulated';
}
