import type { Usage } from '../../../core/usage.ts';

/** What all parts of one answer share. */
export interface Head {
  id: string;
  /** Seconds since the epoch. */
  created: number;
  /** The team. */
  model: string;
}

/** @param run whose answer it is */
export function headOf(run: string, model: string): Head {
  return { id: `chatcmpl-${run}`, created: Math.floor(Date.now() / 1_000), model };
}

/** An answer in one piece. */
export function completion({ id, created, model }: Head, content: string, usage: Usage): object {
  const message = { role: 'assistant', content, refusal: null, annotations: [] };
  const choice = { index: 0, message, logprobs: null, finish_reason: 'stop' };
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [choice],
    usage: usageOf(usage),
  };
}

/** What a chunk of a stream adds; `finish_reason`: that nothing follows. */
interface Addition {
  delta: { role?: 'assistant'; content?: string };
  finish_reason?: 'stop' | null;
}

/** The chunks of one answer. */
export class Chunks {
  readonly #head: object;
  readonly #withUsage: boolean;

  /** @param withUsage whether a last chunk tells the usage */
  constructor({ id, created, model }: Head, withUsage: boolean) {
    this.#head = { id, object: 'chat.completion.chunk', created, model };
    this.#withUsage = withUsage;
  }

  begin(): object {
    return this.#chunk({ delta: { role: 'assistant', content: '' } });
  }

  text(content: string): object {
    return this.#chunk({ delta: { content } });
  }

  end(usage: Usage): object[] {
    const last = this.#chunk({ delta: {}, finish_reason: 'stop' });
    return this.#withUsage ? [last, { ...this.#head, choices: [], usage: usageOf(usage) }] : [last];
  }

  #chunk({ delta, finish_reason = null }: Addition): object {
    const choice = { index: 0, delta, logprobs: null, finish_reason };
    return { ...this.#head, choices: [choice], ...(this.#withUsage ? { usage: null } : {}) };
  }
}

/** Of the whole run, in OpenAI's words. */
function usageOf({ inputTokens, outputTokens, cachedTokens, reasoningTokens }: Usage) {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}
