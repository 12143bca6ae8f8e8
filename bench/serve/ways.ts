import { messagesOf } from '../../test/support/event-messages.ts';
import { connect, type RunEvent, type StepInput } from '../product.ts';

/** A way to start runs and to follow them. */
export interface Way {
  start(id: string): Promise<void>;
  events(id: string): AsyncIterable<RunEvent>;
  close(): Promise<void>;
}

/** Where runs are reached: Temporal, by the client in code, or the service, over HTTP. */
export type Reached = { address: string } | { url: string };

/** Asks no model: to start it is all that there is to be done. */
const waiting: StepInput = { kind: 'person', name: 'Boss', question: 'May I?', timeout: '1h' };

export async function openWay(reached: Reached): Promise<Way> {
  return 'url' in reached ? overHttp(reached.url) : await inCode(reached.address);
}

async function inCode(address: string): Promise<Way> {
  const client = await connect({ address });
  return {
    start: async (id) => void (await client.start(waiting, 'Go', { id })),
    events: (id) => client.handle(id).events(),
    close: () => client.close(),
  };
}

function overHttp(url: string): Way {
  return {
    async start(id) {
      const body = JSON.stringify({ spec: waiting, input: 'Go', id });
      const headers = { 'content-type': 'application/json' };
      await expectOk(await fetch(`${url}/v1/runs`, { method: 'POST', headers, body }));
    },
    async *events(id) {
      const answer = await expectOk(await fetch(`${url}/v1/runs/${id}/events`));
      for await (const { data } of messagesOf(answer)) if (data !== null) yield data;
    },
    close: () => Promise.resolve(),
  };
}

async function expectOk(answer: Response): Promise<Response> {
  if (answer.ok) {
    if (answer.status === 202) await answer.arrayBuffer();
    return answer;
  }
  throw new Error(`${answer.status}: ${await answer.text()}`);
}
