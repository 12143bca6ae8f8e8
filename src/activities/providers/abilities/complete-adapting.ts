import type { Capabilities } from '../../../core/capabilities.ts';
import { refusalBehind } from '../problems/classify.ts';
import type { ServerRefusal } from '../problems/server-refusal.ts';
import { serverWords } from '../problems/server-words.ts';
import { signOf } from '../problems/signs.ts';
import { statusOf } from '../problems/status-problem.ts';
import type { ProviderReply, ProviderRequest } from '../provider.ts';
import { type Adaptation, adaptationTo } from './adaptation.ts';

/** Requests at most that are made over because of what an endpoint does not take. */
const adaptationsAtMost = 6;

/** A call that may have to be written another way. */
export interface AdaptingCall {
  can: Capabilities;
  /** What the configuration has set: it stays. */
  set: Partial<Capabilities>;
  write(can: Capabilities): ProviderRequest;
  ask(request: ProviderRequest): Promise<ProviderReply>;
}

/** A reply, and what had to be changed for it. */
export interface AdaptedReply {
  reply: ProviderReply;
  /** As it was asked at last. */
  request: ProviderRequest;
  /** What was found out of the endpoint; empty: nothing new. */
  learnt: Partial<Capabilities>;
}

/**
 * Asks, and asks again without what the server refuses by name. What was refused counts as found out
 * only once the request without it succeeds. The model's own mistakes, which some servers report as
 * an error, are its reply.
 *
 * @throws whatever `ask` does, where there is nothing to change
 */
export async function completeAdapting(call: AdaptingCall): Promise<AdaptedReply> {
  let { can } = call;
  let made: Made[] = [];
  const limits = new Set([can.outputLimit]);
  for (;;) {
    const request = call.write(can);
    try {
      const reply = await call.ask(request);
      return { reply, request, learnt: { ...learntBy(made), ...uncounted(reply, call.set) } };
    } catch (error) {
      const refusal = refusalBehind(error);
      const mistake = refusal && mistakeIn(refusal, request);
      if (mistake !== undefined) return { reply: mistake, request, learnt: {} };
      const way = refusal && adaptationTo(refusal, request, call.set);
      if (way === undefined || made.length >= adaptationsAtMost) throw error;
      const said = refusal === undefined ? '' : serverWords(refusal).words;
      const change = withoutCircle(way.change, limits);
      can = { ...can, ...change };
      // Where the same is said again, what was changed before it was not the reason.
      made = [...made.filter((earlier) => earlier.said !== said), { ...way, change, said }];
    }
  }
}

/** A change that was made, and the words that led to it. */
interface Made extends Adaptation {
  said: string;
}

function learntBy(made: readonly Made[]): Partial<Capabilities> {
  const lasting = made.filter(({ isLasting }) => isLasting);
  return Object.assign({}, ...lasting.map(({ change }) => change)) as Partial<Capabilities>;
}

/** Usage that is lost in streams is worth more than to hear them. */
function uncounted(
  { lacksStreamUsage }: ProviderReply,
  set: Partial<Capabilities>,
): Partial<Capabilities> {
  return lacksStreamUsage === true && set.streamUsage === undefined ? { streamUsage: false } : {};
}

/** A server that refuses every field that limits the output gets none. */
function withoutCircle(
  change: Partial<Capabilities>,
  limits: Set<Capabilities['outputLimit']>,
): Partial<Capabilities> {
  const { outputLimit } = change;
  if (outputLimit === undefined) return change;
  if (limits.has(outputLimit)) return { outputLimit: 'none' };
  limits.add(outputLimit);
  return change;
}

function mistakeIn(refusal: ServerRefusal, request: ProviderRequest): ProviderReply | undefined {
  const said = serverWords(refusal);
  if (signOf(said, statusOf(refusal)) !== 'mistake') return undefined;
  const { model } = request;
  const reply = { text: said.failed, turn: null, model, usage: null, cacheWriteTokens: 0 };
  return { ...reply, stop: 'mistake', reason: said.words };
}
