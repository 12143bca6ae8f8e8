import type { Endpoint } from '../../src/activities/providers/endpoint.ts';
import type { ModelServer } from '../../src/testing/index.ts';

/** A scripted server, as an endpoint that a worker is given. */
export function modelEndpoint({ url }: Pick<ModelServer, 'url'>): Endpoint {
  return {
    name: 'openai',
    api: 'responses',
    baseURL: `${url}/v1`,
    apiKey: null,
    keyEnv: null,
    model: 'model-1',
    prices: { 'model-1': { input: 1, output: 1 } },
    capabilities: {},
    simulated: false,
  };
}
