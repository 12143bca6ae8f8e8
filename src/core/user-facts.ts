import { bytesOf } from './content.ts';
import { changeIdForm, readChange } from './fact-change.ts';
import { objectOf, readForm } from './form.ts';
import { mergeInto, type Weighed } from './merge-fact.ts';
import { type ChangeOutcome, contextLimits, type Fact, type FactChange } from './user-context.ts';

/** A change that was not applied, and why. Its value is not kept. */
export interface Refusal {
  id: string;
  reason: string;
  at: string;
}

/** Everything that a user context knows: plain JSON, as its workflow continues as new from it. */
export interface UserFacts {
  /** In the order of their last change. */
  facts: WeighedFact[];
  /** Bytes of the JSON of all facts. */
  bytes: number;
  /** The last changes, so that none is applied twice. */
  recent: { id: string; refused: boolean }[];
  /** The last refusals, with their reasons. */
  refusals: Refusal[];
}

/** A fact with the bytes of its JSON. */
export type WeighedFact = Fact & Weighed;

export function noFacts(): UserFacts {
  return { facts: [], bytes: 0, recent: [], refusals: [] };
}

/**
 * Applies a change, once for its id; what cannot be applied is refused and noted.
 *
 * @param sent a `FactChange`, if the sender made no mistake
 * @param at ISO 8601
 */
export function receive(state: UserFacts, sent: unknown, at: string): void {
  const read = readChange(sent);
  const id = read.ok ? read.change.id : idIn(sent);
  if (state.recent.some((known) => known.id === id)) return;
  const reason = read.ok ? apply(state, read.change, at) : read.reason;
  if (id !== '') keepLast(state.recent, { id, refused: reason !== null }, contextLimits.recentIds);
  if (reason !== null) keepLast(state.refusals, { id, reason, at }, contextLimits.refusals);
}

/** The facts, by their keys. */
export function factsIn({ facts }: UserFacts): Fact[] {
  return facts
    .map(({ key, value, merge, setBy, run, at }) => ({ key, value, merge, setBy, run, at }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

export function outcomeOf({ recent, refusals }: UserFacts, id: string): ChangeOutcome {
  const known = recent.find((each) => each.id === id);
  if (known === undefined) return { state: 'unknown' };
  if (!known.refused) return { state: 'applied' };
  const refusal = refusals.find((each) => each.id === id);
  return { state: 'refused', reason: refusal?.reason ?? 'the reason is no longer known' };
}

/** Why the change cannot be made; `null`: it is made. */
function apply(state: UserFacts, change: FactChange, at: string): string | null {
  if (change.change === 'set') return set(state, change, at);
  const { key } = change;
  if (key === null) state.refusals = [];
  for (const fact of state.facts) if (key === null || fact.key === key) state.bytes -= sizeOf(fact);
  state.facts = key === null ? [] : state.facts.filter((fact) => fact.key !== key);
  return null;
}

function set(state: UserFacts, change: FactChange & { change: 'set' }, at: string): string | null {
  const { key, setBy, run } = change;
  const held = state.facts.find((fact) => fact.key === key);
  const merge = change.merge ?? held?.merge ?? 'set';
  const merged = mergeInto(held, change.value, merge);
  if ('problem' in merged) return `'${key}' ${merged.problem}`;
  const fact: WeighedFact = { key, merge, setBy, run, at, ...merged };
  const bytes = state.bytes + sizeOf(fact) - (held === undefined ? 0 : sizeOf(held));
  const problem = limitProblem(held === undefined ? state.facts.length + 1 : 0, bytes);
  if (problem !== null) return problem;
  state.facts = [...state.facts.filter((each) => each !== held), fact];
  state.bytes = bytes;
  return null;
}

function limitProblem(facts: number, bytes: number): string | null {
  const { facts: factsAtMost, totalBytes } = contextLimits;
  if (facts > factsAtMost) return `there are ${factsAtMost} facts already: forget one first`;
  if (bytes <= totalBytes) return null;
  return `all facts together would have ${bytes} bytes; at most ${totalBytes} are allowed: forget some first`;
}

/** Bytes of a fact's JSON, or a few more. */
function sizeOf({ key, setBy, run, valueBytes }: WeighedFact): number {
  return valueBytes + bytesOf(JSON.stringify([key, setBy, run])) + 100;
}

/** The id of a change that is otherwise wrong; '' where there is none. */
function idIn(sent: unknown): string {
  const read = readForm(objectOf({ id: changeIdForm }), sent);
  return read.ok ? read.value.id : '';
}

function keepLast<T>(list: T[], item: T, atMost: number): void {
  list.push(item);
  if (list.length > atMost) list.splice(0, list.length - atMost);
}
