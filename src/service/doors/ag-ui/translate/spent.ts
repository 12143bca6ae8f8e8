import type { TokenUsage } from '@ag-ui/core';
import type { RunEvent } from '../../../../core/events.ts';

/** The tokens of the turns that have ended, by provider and model. */
export class Spent {
  readonly #asked = new Map<string, { provider: string; model: string | null }>();
  readonly #spent = new Map<
    string,
    Required<Pick<TokenUsage, 'inputTokens' | 'outputTokens'>> & TokenUsage
  >();

  take(event: RunEvent): void {
    if (event.type === 'turn.started') this.#asked.set(event.path, event);
    if (event.type !== 'turn.ended') return;
    const { provider, model = null } = this.#asked.get(event.path) ?? {};
    const key = JSON.stringify([provider, model]);
    const { inputTokens, outputTokens, cachedTokens, reasoningTokens } = event.usage;
    const before = this.#spent.get(key) ?? { inputTokens: 0, outputTokens: 0 };
    const input = before.inputTokens + inputTokens;
    const output = before.outputTokens + outputTokens;
    this.#spent.set(key, {
      ...(provider !== undefined && { provider }),
      ...(model !== null && { model }),
      inputTokens: input,
      outputTokens: output,
      totalTokens: input + output,
      // 0 may mean that the provider does not say it
      ...positive('cachedInputTokens', (before.cachedInputTokens ?? 0) + cachedTokens),
      ...positive('reasoningTokens', (before.reasoningTokens ?? 0) + reasoningTokens),
    });
  }

  /** Empty as long as no turn has ended. */
  get usage(): TokenUsage[] {
    return [...this.#spent.values()];
  }
}

function positive(name: 'cachedInputTokens' | 'reasoningTokens', tokens: number): TokenUsage {
  return tokens > 0 ? { [name]: tokens } : {};
}
