import type { Api } from '../../../src/core/provider-apis.ts';
import { answering, kitchenAt, modelCall } from '../activities/fixtures.ts';
import { withSearch } from '../activities/tool-calls.ts';

/** An event's data; a text goes as it is, a pair has its name in `event:`. */
export type Sent = object | string;

/** A stream of events as a server writes it. */
export function streamOf(events: readonly Sent[]): string {
  return events
    .map((event) => {
      if (Array.isArray(event)) return `event: ${event[0]}\ndata: ${JSON.stringify(event[1])}\n\n`;
      return `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`;
    })
    .join('');
}

/** What becomes of a stream that ends with its connection; a tool is offered. */
export async function streamedTo(api: Api, events: readonly Sent[]) {
  const url = await answering('text/event-stream', streamOf(events));
  const { call } = await kitchenAt({ api, baseURL: api === 'messages' ? url : `${url}/v1` });
  return await call(modelCall(withSearch));
}

/** A chunk of a chat completion. */
export const chunk = (delta: unknown, more: object = {}, top: object = {}) => ({
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
  ...top,
});

/** A chunk that ends it. */
export const finished = (finish_reason: string, top: object = {}) =>
  chunk({}, { finish_reason }, top);
