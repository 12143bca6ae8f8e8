import { Failure } from '../../../core/failures.ts';
import { itemElement } from '../../../core/kinds/map/paths.ts';
import { itemsError, type MapProgress } from '../../../core/kinds/map/result.ts';
import type { MapPart, MapSpec } from '../../../core/kinds/map/types.ts';
import type { StepResult } from '../../../core/kinds/step.ts';
import type { OpenItem, SettledItem } from '../../../core/list-items.ts';
import { spendingOf, type StepError } from '../../../core/results.ts';
import { addSpending } from '../../../core/usage.ts';
import { fanOut } from '../../runtime/fan-out.ts';
import type { StepContext } from '../../runtime/step-context.ts';

/** What stops everything in the map, with a reason. */
export type Stop = (reason: StepError) => void;

/** Items that are done in one run. */
export interface ItemsWork {
  spec: MapSpec;
  part: MapPart;
  progress: MapProgress;
}

/**
 * Does the items of a part that are not done, so many at once as the map allows. What was cut off by the
 * end of the map's time, or of the run, counts as not tried.
 *
 * @returns why not all were tried; `null`: they were
 */
export async function doItems(
  { spec, part, progress }: ItemsWork,
  ctx: StepContext,
  stop: Stop,
): Promise<StepError | null> {
  const open = await ctx.lists.open(part.list, part.from, part.to);
  if (!open.ok) return open.error;
  if (progress.total === 0) progress.total = open.value.length; // of a part, nobody has counted before
  const group = Math.max(10, Math.min(50, spec.concurrency));
  const results = new ItemResults(part.list, ctx, group);
  let cut: StepError | null = null;
  await fanOut(open.value, spec.concurrency, async ({ index, input }: OpenItem) => {
    if (cut !== null) return;
    const before = ctx.timeLeft();
    if (!before.ok) return void (cut ??= before.error);
    const result = await ctx.step(spec.step, input, { path: itemElement(index) });
    progress.spent = addSpending([progress.spent, spendingOf(result)]);
    const after = ctx.timeLeft();
    if (wasCut(result, after.ok)) return void (cut ??= after.ok ? result.error : after.error);
    settle(progress, index, result);
    results.add({ index, content: result.content, error: result.error, cost: result.totalCost });
    if ((progress.succeeded + progress.failed) % group === 0) tellCounts(progress, ctx);
    if (spec.onError === 'stop' && result.error !== null) stop(stopped(spec, progress));
  });
  const failed = await results.written();
  tellCounts(progress, ctx);
  return cut ?? failed;
}

/** Tells followers how far it is. */
export function tellCounts({ total, succeeded, failed }: MapProgress, ctx: StepContext): void {
  ctx.tell({ type: 'items.counted', total, succeeded, failed });
}

/** Whether a step has no success because everything around it has ended. */
function wasCut({ error }: StepResult, mayGoOn: boolean): boolean {
  return error !== null && (!mayGoOn || error.type === Failure.runCancelled);
}

function settle(progress: MapProgress, index: number, { error }: StepResult): void {
  if (error === null) {
    progress.succeeded += 1;
    return;
  }
  progress.failed += 1;
  if (progress.firstError === null) progress.firstError = { index, error };
}

function stopped({ name, onError }: MapSpec, progress: MapProgress): StepError {
  const error = itemsError(name, onError, progress);
  const message = `stopped because ${error?.message ?? 'an item failed'} (onError: stop)`;
  return { type: Failure.runCancelled, message, retryable: false };
}

/** What came of items, on its way to the store in groups. */
class ItemResults {
  readonly #list: string;
  readonly #ctx: StepContext;
  readonly #group: number;
  #waiting: SettledItem[] = [];
  #writing: Promise<StepError | null> = Promise.resolve(null);

  /** @param group how many are written at once */
  constructor(list: string, ctx: StepContext, group: number) {
    this.#list = list;
    this.#ctx = ctx;
    this.#group = group;
  }

  add(item: SettledItem): void {
    this.#waiting.push(item);
    if (this.#waiting.length >= this.#group) this.#write();
  }

  /** Why something could not be written; `null`: everything was. */
  async written(): Promise<StepError | null> {
    if (this.#waiting.length > 0) this.#write();
    return await this.#writing;
  }

  #write(): void {
    const items = this.#waiting;
    this.#waiting = [];
    const before = this.#writing;
    const writing = this.#ctx.lists.settle(this.#list, items);
    this.#writing = Promise.all([before, writing]).then(([earlier, written]) =>
      earlier === null && !written.ok ? written.error : earlier,
    );
  }
}
