const nodeFetch = globalThis.fetch;

/** Where Node's fetch keeps the undici agent it uses. */
const globalAgent = Symbol.for('undici.globalDispatcher.1');

type Agent = NonNullable<RequestInit['dispatcher']>;

let patientAgent: Promise<Agent | undefined> | undefined;

/**
 * Node's fetch without its limit of 300 s for the headers of a reply: a reasoning model that does
 * not stream may think for longer, and a call has a time limit of its own.
 *
 * @see https://github.com/nodejs/undici/blob/main/docs/docs/api/Client.md (`headersTimeout`)
 */
export const patientFetch: typeof globalThis.fetch = async (input, init) => {
  patientAgent ??= makeAgent();
  const dispatcher = await patientAgent;
  return globalThis.fetch(input, dispatcher === undefined ? init : { ...init, dispatcher });
};

/** `undefined` where a program has set another dispatcher for all of its requests, as for a proxy. */
async function makeAgent(): Promise<Agent | undefined> {
  await nodeFetch('data:,'); // Node loads its agent with the first request
  const current: unknown = Reflect.get(globalThis, globalAgent);
  if (typeof current !== 'object' || current?.constructor.name !== 'Agent') return undefined;
  const Constructor = current.constructor as new (options: object) => Agent;
  return new Constructor({ headersTimeout: 0, bodyTimeout: 0 });
}
