import { Failure } from '../../../core/failures.ts';
import { partElement } from '../../../core/kinds/map/paths.ts';
import { itemsError, type MapProgress, mapResult } from '../../../core/kinds/map/result.ts';
import type { MapPart, MapResult, MapSpec } from '../../../core/kinds/map/types.ts';
import { spendingOf } from '../../../core/results.ts';
import { addSpending, nothingSpent } from '../../../core/usage.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import { doItems, type Stop, tellCounts } from './map-items.ts';
import { partLength, partsAtOnce, sharesOf } from './map-size.ts';
import type { MapState } from './map-state.ts';

/** What a child run returns to the map that it is of. */
type PartResult = MapResult & Pick<MapProgress, 'firstError'>;

/** Does the next parts of the list: what fits into one run in this one, a longer list in child runs. */
export async function doParts(
  spec: MapSpec,
  state: MapState,
  ctx: StepContext,
  stop: Stop,
): Promise<void> {
  const { list, progress } = state;
  if (list === null) return;
  const shares = sharesOf(spec, progress.total - progress.succeeded - progress.failed);
  const [only] = state.parts;
  if (shares.length === 1 && state.parts.length === 1 && only !== undefined) {
    const [from, to] = only;
    state.parts = [];
    state.cut ??= await doItems({ spec, part: { list, from, to }, progress }, ctx, stop);
    return;
  }
  const next = state.parts.splice(0, partsAtOnce(spec, shares.length));
  const waiting = next.values();
  async function takeTurns(concurrency: number): Promise<void> {
    for (const [from, to] of waiting) {
      const left = ctx.timeLeft();
      if (!left.ok) state.cut ??= left.error;
      if (isOver(state, ctx)) return;
      // what the whole map says, and to whom, is no part's matter
      const own = { over: 'lines', reduce: null, output: null, thread: null, concurrency };
      const part = { ...spec, ...own, part: { list, from, to } };
      await takePart(part as MapSpec & { part: MapPart }, state, ctx, stop);
    }
  }
  await Promise.all(shares.map(takeTurns));
  if (isOver(state, ctx)) state.parts = [];
}

/** Whether nothing more is to be started: a part that failed for itself does not keep others from it. */
function isOver({ cut }: MapState, ctx: StepContext): boolean {
  return cut !== null && (cut.type === Failure.runCancelled || !ctx.timeLeft().ok);
}

async function takePart(
  spec: MapSpec & { part: MapPart },
  state: MapState,
  ctx: StepContext,
  stop: Stop,
): Promise<void> {
  const path = partElement(spec.part.from, spec.part.to);
  const result = (await ctx.step(spec, `${spec.itemName} ${path}`, { path })) as PartResult;
  const { progress } = state;
  progress.spent = addSpending([progress.spent, spendingOf(result)]);
  progress.succeeded += result.succeeded;
  progress.failed += result.failed;
  tellCounts(progress, ctx);
  if (result.firstError) progress.firstError = earlier(progress.firstError, result.firstError);
  if (result.error === null) return;
  const after = ctx.timeLeft();
  state.cut ??= after.ok ? result.error : after.error;
  if (spec.onError === 'stop' && result.failed > 0) {
    const message = `stopped because ${result.error.message} (onError: stop)`;
    stop({ type: Failure.runCancelled, message, retryable: false });
  }
}

type FirstError = MapProgress['firstError'];

function earlier(one: FirstError, other: NonNullable<FirstError>): FirstError {
  return one === null || other.index < one.index ? other : one;
}

/** What the child run of a part does. */
export async function runPart(
  spec: MapSpec & { part: MapPart },
  ctx: StepContext,
): Promise<PartResult> {
  const { part, name, onError, timeout } = spec;
  const progress = {
    total: 0,
    succeeded: 0,
    failed: 0,
    spent: nothingSpent,
    firstError: null,
  };
  const cut = await ctx.scope({ timeout }, (inside, stop) =>
    doItems({ spec, part, progress }, inside, stop),
  );
  const failed = onError === 'stop' ? itemsError(name, onError, progress) : null;
  const result = mapResult(ctx.identity, progress, failed ?? cut ?? '');
  return { ...result, firstError: progress.firstError };
}

/** Finds the parts that are to be done. */
export async function findParts(
  spec: MapSpec,
  list: string,
  open: number,
  ctx: StepContext,
): ReturnType<StepContext['lists']['parts']> {
  const shared = Math.ceil(open / sharesOf(spec, open).length);
  const length = Math.max(1, Math.min(partLength(spec), shared));
  return await ctx.lists.parts(list, length);
}
