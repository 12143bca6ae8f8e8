import { join, type Text } from '../../../core/content.ts';
import type { Duration } from '../../../core/durations.ts';
import { isStep } from '../../../core/kinds/map/kind.ts';
import { listElement } from '../../../core/kinds/map/paths.ts';
import { itemsError, mapResult } from '../../../core/kinds/map/result.ts';
import type { MapResult, MapSpec } from '../../../core/kinds/map/types.ts';
import type { StoredList } from '../../../core/list-items.ts';
import { type Outcome, spendingOf } from '../../../core/results.ts';
import { addSpending } from '../../../core/usage.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import { checkedPattern, workflowOf } from '../../workflow-of.ts';
import type { Stop } from './map-items.ts';
import { doParts, findParts, runPart } from './map-parts.ts';
import { reducedAtOnce, reduceOn } from './map-reduce.ts';
import { type MapState, newState } from './map-state.ts';

/** A map at work. */
interface Work {
  spec: MapSpec;
  input: Text;
  state: MapState;
}

/**
 * Stores the list, has the step done for each of its items, part by part, and has one text made of what
 * they gave. Between two stretches of it a long run may go on as a new one.
 */
async function forEach(
  spec: MapSpec,
  input: Text,
  ctx: StepContext,
  resumed?: object,
): Promise<MapResult> {
  if (spec.part !== undefined) return await runPart({ ...spec, part: spec.part }, ctx);
  const state: MapState = { ...newState(spec), ...resumed };
  for (;;) {
    const ended = await ctx.scope({ timeout: leftOf(state) }, async (inside, stop) => {
      const before = await stretch({ spec, input, state }, inside, stop);
      const left = inside.timeLeft();
      state.leftMs = left.ok ? left.value : 1;
      return before;
    });
    if (ended !== null) return endedWith(spec, state, ended, ctx);
    await ctx.checkpoint(state);
  }
}

/** As milliseconds in words: a number of less than a second is refused. */
function leftOf({ leftMs }: MapState): Duration {
  return `${Math.max(1, Math.round(leftMs))}ms`;
}

/** A stretch of the work; what it ended with, or `null` where more is to be done. */
async function stretch(work: Work, ctx: StepContext, stop: Stop): Promise<Outcome<Text> | null> {
  const { spec, state } = work;
  const { list, progress, reducing } = state;
  if (list === null) return await begin(work, ctx);
  if (state.parts.length > 0) {
    await doParts(spec, state, ctx, stop);
    if (state.parts.length > 0 || state.cut === null) return null;
  }
  const error = itemsError(spec.name, spec.onError, progress) ?? state.cut;
  if (error !== null) return { ok: false, error };
  const { reduce, concurrency, itemName } = spec;
  if (reducing !== null && reduce !== null)
    return await reduceOn({ reduce, concurrency, state }, reducing, ctx);
  const bytes = reduce === null ? answersAtOnce : reducedAtOnce;
  const gathered = await ctx.lists.gather(list, itemName, bytes);
  if (!gathered.ok) return gathered;
  if (reduce === null) return { ok: true, value: join(...between(gathered.value)) };
  state.reducing = { pass: 1, texts: gathered.value, done: [] };
  return null;
}

/** Bytes of one of the texts that all answers together are. */
const answersAtOnce = 400_000;

function between(texts: readonly Text[]): Text[] {
  return texts.flatMap((text, index) => (index === 0 ? [text] : ['\n', text]));
}

async function begin(
  { spec, input, state }: Work,
  ctx: StepContext,
): Promise<Outcome<Text> | null> {
  const stored = await storedList(spec, input, state, ctx);
  if (!stored.ok) return stored;
  const { list, total, succeeded } = stored.value;
  state.progress = { ...state.progress, total, succeeded };
  const parts = await findParts(spec, list, total - succeeded, ctx);
  if (!parts.ok) return parts;
  state.parts = parts.value;
  state.list = list;
  return null;
}

async function storedList(
  spec: MapSpec,
  input: Text,
  { progress }: MapState,
  ctx: StepContext,
): Promise<Outcome<StoredList>> {
  const { over, maxItems } = spec;
  const earlier = await ctx.lists.earlier();
  if (!earlier.ok) return earlier;
  if (earlier.value !== null) return { ok: true, value: earlier.value };
  if (typeof over === 'string')
    return await ctx.lists.store({ text: input, format: over }, maxItems);
  if (!isStep(over))
    return await ctx.lists.store({ function: over.function, input, path: listElement }, maxItems);
  const result = await ctx.step(over, input, { path: listElement });
  progress.spent = addSpending([progress.spent, spendingOf(result)]);
  if (result.error !== null) return { ok: false, error: result.error };
  return await ctx.lists.store({ text: result.content ?? '', format: 'json' }, maxItems);
}

function endedWith(
  { reduce }: MapSpec,
  { progress }: MapState,
  ended: Outcome<Text>,
  { identity }: StepContext,
): MapResult {
  if (!ended.ok) return mapResult(identity, progress, ended.error);
  return mapResult(identity, progress, ended.value, reduce === null ? null : ended.value);
}

/** The workflow of a map. */
export const map = workflowOf('map', forEach);

/** Runs a map in a user's own workflow. */
export const runMap = checkedPattern('map', forEach);
