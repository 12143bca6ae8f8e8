import OpenAI from 'openai';

/** One model call, as everybody but us makes it. */
export type Ask = (
  asked: { system: string; text: string },
  signal?: AbortSignal,
) => Promise<string>;

export function askOf(baseURL: string): Ask {
  const client = new OpenAI({ apiKey: 'no-key', baseURL, maxRetries: 0 });
  return async ({ system, text }, signal) => {
    const request = { model: 'bench', instructions: system, input: text };
    const limits = { store: false, max_output_tokens: 4096 };
    const reply = await client.responses.create(
      { ...request, ...limits },
      { signal: signal ?? null },
    );
    return reply.output_text;
  };
}
