import { isDeepStrictEqual } from 'node:util';
import type { Capabilities } from '../core/capabilities.ts';
import type { ModelCall, ModelReply } from '../core/model-call.ts';
import { invalidInput } from '../core/parse-input.ts';
import { settingProblems } from '../core/provider-config.ts';
import { answered } from './answered-call.ts';
import { askedCall } from './asked-call.ts';
import { askProvider, type ProviderOutcome } from './ask-provider.ts';
import { type CallTexts, readCallTexts } from './call-texts.ts';
import { type LiveTurn, startTurn } from './events/live-turn.ts';
import { attemptFailure } from './failed-attempt.ts';
import type { LiveText } from './live-text/live-text.ts';
import { LiveTexts } from './live-text/live-texts.ts';
import { type CallInFlight, whileInFlight } from './in-flight.ts';
import { knowKeys } from './known-keys.ts';
import { KnownAbilities } from './providers/abilities/known-abilities.ts';
import { createProvider } from './providers/create-provider.ts';
import { type Endpoint, modelFor } from './providers/endpoint.ts';
import { QueueClock } from './queue-clock.ts';
import type { Provider } from './providers/provider.ts';
import { forHistory, tellingCall } from './reply-in-history.ts';
import { requestHash } from './request-hash.ts';
import type { LedgerKey } from './store/ledger.ts';
import { storable } from './store/messages.ts';
import type { Store } from './store/open-store.ts';
import { retryWhileUnavailable } from './store/retry-while-unavailable.ts';
import type { StartedCall } from './store/start-call.ts';
import { type CallAddress, stopped } from './stops/stops.ts';
import { refuseNoSchema } from './structured-output/reply-schema.ts';
import { askedEndpoint, toRequest } from './to-request.ts';

/** What the model activities of one task queue need. */
export interface ModelActivitiesOptions {
  store: Store;
  /** The one endpoint that the queue is for. */
  endpoint: Endpoint;
  /** Default: the endpoint's API through its SDK. */
  provider?: Provider;
}

export interface ModelActivities {
  /**
   * Makes one model call, or returns the reply it has had before. What the model did wrong stands
   * in the reply's `problem`; what the provider did wrong is thrown.
   *
   * @throws `Model.RateLimited`, `Model.Unavailable`, `Model.TimedOut` and `Model.Rejected`;
   *   `Input.Invalid` for settings that the endpoint's API does
   *   not take and an output that is not a JSON Schema; `Message.Missing` for an unknown text
   */
  callModel(input: ModelCall): Promise<ModelReply>;
}

/** The activities of a queue that serves one provider. */
export function createModelActivities(options: ModelActivitiesOptions): ModelActivities {
  const { store, endpoint, provider = createProvider(endpoint) } = options;
  knowKeys([endpoint.apiKey]);
  const serve = {
    store,
    endpoint,
    provider,
    abilities: new KnownAbilities(endpoint, store.abilities),
    clock: new QueueClock(),
    texts: new LiveTexts(endpoint),
  };
  return {
    async callModel(input) {
      const call = `${input.key.execution}/${input.key.step}`;
      try {
        const reply = await whileInFlight(store, call, (inFlight) =>
          callModel(serve, input, inFlight),
        );
        return forHistory(reply, input);
      } catch (error) {
        throw tellingCall(error, input);
      }
    },
  };
}

interface Serve extends Required<ModelActivitiesOptions> {
  abilities: KnownAbilities;
  clock: QueueClock;
  texts: LiveTexts;
}

async function callModel(
  serve: Serve,
  input: ModelCall,
  inFlight: CallInFlight,
): Promise<ModelReply> {
  const { ledger } = serve.store;
  const key: LedgerKey = { ...input.key, requestHash: requestHash(input) };
  let texts: CallTexts;
  try {
    texts = await textsToSend(serve, input);
  } catch (error) {
    return await answeredBefore(ledger, key, error);
  }
  const can = await abilitiesFor(serve, input);
  const start = await ledger.start(startOf(serve, input, { key, address: inFlight.address, can }));
  if (start.state === 'completed') return await asBefore(serve, input, start.reply);
  if (start.state === 'stopped') throw stopped();
  const turn = startTurn(serve.store.events.log, input, {
    provider: serve.endpoint.name,
    model: modelFor(serve.endpoint, input.settings.model),
    failedBefore: start.failedBefore,
  });
  return await turn.during(() =>
    makeCall(serve, input, { key, texts, turn, can }, inFlight.signal),
  );
}

async function abilitiesFor(
  { abilities, endpoint }: Serve,
  { settings }: ModelCall,
): Promise<Capabilities> {
  const can = await abilities.of(modelFor(endpoint, settings.model));
  return endpoint.stream === 'never' ? { ...can, streaming: false } : can;
}

/** A call that is about to be made. */
interface Begun {
  key: LedgerKey;
  texts: CallTexts;
  turn: LiveTurn;
  can: Capabilities;
}

async function makeCall(
  serve: Serve,
  input: ModelCall,
  { key, texts, turn, can }: Begun,
  cancelled: AbortSignal,
): Promise<ModelReply> {
  const { ledger } = serve.store;
  const { model, output } = input.settings;
  const live = serve.texts.begin(turn, modelFor(serve.endpoint, model), output);
  const outcome = await ask(serve, input, { texts, live, can }, cancelled);
  if (outcome.ok) {
    const call = await answered(serve.endpoint, input, { key, texts, outcome });
    const adapted = isDeepStrictEqual(outcome.request.can, can) ? undefined : outcome.request.can;
    const told = { ...call.told, ...(await turn.take(() => live.end(call.content))) };
    return await retryWhileUnavailable(
      () => ledger.complete({ ...call, told, adapted }),
      cancelled,
    );
  }
  const failures = await ledger.fail(key, outcome.classified.type);
  throw attemptFailure(outcome.classified, failures);
}

/** What was told with a call that needs not be made is written all the same. */
async function asBefore(
  { store }: Serve,
  { owner, tell = [] }: ModelCall,
  reply: ModelReply,
): Promise<ModelReply> {
  if (tell.length > 0) await store.events.log.write(owner.run, tell).catch(() => undefined);
  return reply;
}

/** A call that cannot be asked any more, because a provider was set up anew, may have its reply. */
async function answeredBefore(
  ledger: Store['ledger'],
  key: LedgerKey,
  problem: unknown,
): Promise<ModelReply> {
  const earlier = await ledger.findCompleted(key);
  if (earlier === undefined) throw problem;
  return earlier;
}

/** What is wrong with a call is found before it is written down. */
async function textsToSend(serve: Serve, input: ModelCall): Promise<CallTexts> {
  await refuseUnusable(serve, input);
  return await readCallTexts(serve.store, input);
}

/** On a cluster, what an endpoint can do is only known here. */
async function refuseUnusable(
  { endpoint }: Serve,
  { agentName, settings }: ModelCall,
): Promise<void> {
  const problems = settingProblems(settings, endpoint.api);
  if (problems.length > 0) throw invalidInput(`agent '${agentName}'`, problems);
  if (settings.output !== null) await refuseNoSchema(settings.output, agentName);
}

function startOf(
  { endpoint }: Serve,
  input: ModelCall,
  { key, address, can }: { key: LedgerKey; address: CallAddress; can: Capabilities },
): StartedCall {
  const asked = askedCall(input, endpoint, can);
  return {
    ...key,
    workflowRun: address.run,
    path: address.path,
    owner: input.owner,
    agentName: input.agentName,
    provider: endpoint.name,
    model: storable(modelFor(endpoint, input.settings.model)),
    simulated: endpoint.simulated,
    input: { after: input.after, messages: input.messages, ...(asked && { asked }) },
  };
}

async function ask(
  { endpoint, provider, abilities, clock }: Serve,
  { agentName, settings }: ModelCall,
  { texts, live, can }: { texts: CallTexts; live: LiveText; can: Capabilities },
  cancelled: AbortSignal,
): Promise<ProviderOutcome> {
  const model = modelFor(endpoint, settings.model);
  const asking = {
    provider,
    clock,
    call: { agentName, endpoint, model },
    live,
    can,
    set: endpoint.capabilities,
    write: (changed: Capabilities) =>
      toRequest(settings, texts, askedEndpoint(endpoint, settings.model), changed),
  };
  const outcome = await askProvider(asking, cancelled);
  if (outcome.ok) await abilities.learn(model, outcome.learnt);
  else if (outcome.isCutOff) abilities.wasCutOff(model);
  return outcome;
}
