import { Context } from '@temporalio/activity';
import OpenAI from 'openai';

export type BaselineActivities = ReturnType<typeof createBaselineActivities>;

/** One model call and nothing else: no ledger, no store, no price. */
export function createBaselineActivities(baseURL: string) {
  const client = new OpenAI({ apiKey: 'no-key', baseURL, maxRetries: 0 });
  return {
    async ask({ system, text }: { system: string; text: string }): Promise<string> {
      const context = Context.current();
      const timer = setInterval(() => context.heartbeat(), 500);
      try {
        const reply = await client.responses.create(
          {
            model: 'bench',
            instructions: system,
            input: text,
            store: false,
            max_output_tokens: 4096,
          },
          { signal: context.cancellationSignal },
        );
        return reply.output_text;
      } finally {
        clearInterval(timer);
      }
    },
  };
}
