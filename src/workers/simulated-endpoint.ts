import type { Endpoint } from '../activities/providers/endpoint.ts';
import {
  humanLatency,
  type ModelServerOptions,
  type SimulatedTools,
  simulatedModel,
  startModelServer,
} from '../simulated-model/index.ts';
import { readEnvironment } from './env.ts';

/** Endpoints whose simulated one has a server behind it, in this process. */
export interface RunningEndpoints {
  endpoints: Endpoint[];
  close(): Promise<void>;
}

/**
 * Starts the simulated model for the endpoint that is to be simulated. It speaks the same API over
 * HTTP as a real provider, so that nothing but the address differs.
 */
export async function startSimulated(
  endpoints: readonly Endpoint[],
  simulatedTools: SimulatedTools,
): Promise<RunningEndpoints> {
  const server = await startModelServer({
    script: simulatedModel(simulatedTools),
    ...latency(),
  });
  const baseURL = `${server.url}/v1`;
  return {
    endpoints: endpoints.map((each) => (each.simulated ? { ...each, baseURL } : each)),
    close: () => server.close(),
  };
}

/** Whoever says how long it takes measures it; for people it speaks while it "thinks". */
function latency(): Pick<ModelServerOptions, 'latencyMs' | 'streamsEarly'> {
  const given = Number(readEnvironment().DURABLE_AGENTS_SIMULATED_LATENCY ?? Number.NaN);
  return Number.isFinite(given)
    ? { latencyMs: given }
    : { latencyMs: humanLatency, streamsEarly: true };
}
