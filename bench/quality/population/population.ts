import { type RecordedRequest, startModelServer } from '../../../src/simulated-model/index.ts';
import { readAsked } from './asked.ts';
import { Believer, type PopulationSettings } from './believer.ts';
import { chairReply } from './chair.ts';
import { debaterReply, isDebater } from './debater.ts';

/** A population that answers. */
export interface Population {
  /** Of its Chat Completions API, with `/v1`. */
  readonly baseURL: string;
  /** The calls that it has answered, by the number of their question. */
  readonly calls: ReadonlyMap<string, number>;
  /** @throws Error when it could not make out a request */
  close(): Promise<void>;
}

/**
 * Starts a population of debaters behind a local server, plain and streamed. It knows no more of a
 * request than a model does: the prompts, and the form that is asked for. Debaters remember what
 * they have heard, by question and name: whoever runs the questions again starts another one.
 */
export async function startPopulation(settings: PopulationSettings): Promise<Population> {
  const believers = new Map<string, Believer>();
  const calls = new Map<string, number>();
  const believerOf = (question: string, name: string) => {
    const key = `${question}|${name}`;
    const believer = believers.get(key) ?? new Believer(question, name, settings);
    believers.set(key, believer);
    return believer;
  };
  const answer = (request: RecordedRequest): string => {
    server.requests.length = 0; // it remembers every request whole, and there are very many
    const asked = readAsked(request);
    const { question, name } = asked;
    calls.set(question, (calls.get(question) ?? 0) + 1);
    return isDebater(name) ? debaterReply(asked, believerOf(question, name)) : chairReply(asked);
  };
  const server = await startModelServer({ script: answer });
  return {
    baseURL: `${server.url}/v1`,
    calls,
    async close() {
      await server.close();
      server.assertDone();
    },
  };
}
