import { OpenAI } from 'openai';
import { addressOf, type Endpoint, keyToSend } from './endpoint.ts';
import { providerFetch } from './http/provider-fetch.ts';

/**
 * A client of one endpoint, made when it is first asked for. It retries nothing and logs nothing:
 * Temporal does the one, and the SDK would do the other on standard output.
 */
export function openaiClient(endpoint: Endpoint): () => OpenAI {
  let client: OpenAI | undefined;
  return () =>
    (client ??= new OpenAI({
      apiKey: keyToSend(endpoint),
      baseURL: addressOf(endpoint),
      fetch: providerFetch,
      maxRetries: 0,
      logLevel: 'off',
    }));
}
