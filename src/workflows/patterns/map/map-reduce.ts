import { batchesOf } from '../../../core/batches.ts';
import { sizeOf, type Text } from '../../../core/content.ts';
import { lastReduceElement, reduceElement } from '../../../core/kinds/map/paths.ts';
import type { Step } from '../../../core/kinds/step.ts';
import { toContext } from '../../../core/render.ts';
import { type Outcome, spendingOf } from '../../../core/results.ts';
import { addSpending } from '../../../core/usage.ts';
import { fanOut } from '../../runtime/fan-out.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import type { MapState, Reducing } from './map-state.ts';

/** Bytes of answers that `reduce` gets at a time. */
export const reducedAtOnce = 60_000;

/** Groups that are reduced before the run may go on as a new one. */
const groupsAtOnce = 200;

/** Work on what `reduce` makes one text of. */
export interface ReduceWork {
  reduce: Step;
  concurrency: number;
  state: MapState;
}

/**
 * Has the next groups of a pass reduced; what came of a pass is put into groups again, until one is left.
 *
 * @returns the text, or why there is none; `null`: there is more to do
 */
export async function reduceOn(
  work: ReduceWork,
  reducing: Reducing,
  ctx: StepContext,
): Promise<Outcome<Text> | null> {
  const { texts, done, pass } = reducing;
  const [only] = texts;
  if (only === undefined) return { ok: true, value: '' };
  if (texts.length === 1) return await reduceOne(work, only, lastReduceElement, ctx);
  const next = texts.slice(done.length, done.length + groupsAtOnce);
  const reduced = await fanOut(next, work.concurrency, async (text, index) => {
    const element = reduceElement(pass, done.length + index + 1);
    return await reduceOne(work, text, element, ctx);
  });
  const failed = reduced.find(({ ok }) => !ok);
  if (failed !== undefined) return failed;
  done.push(...reduced.flatMap((each) => (each.ok ? [each.value] : [])));
  if (done.length < texts.length) return null;
  work.state.reducing = { pass: pass + 1, texts: await grouped(reducing, ctx), done: [] };
  return null;
}

async function reduceOne(
  { reduce, state }: ReduceWork,
  text: Text,
  path: string,
  ctx: StepContext,
): Promise<Outcome<Text>> {
  const result = await ctx.step(reduce, text, { path });
  const { progress } = state;
  progress.spent = addSpending([progress.spent, spendingOf(result)]);
  if (result.error !== null) return { ok: false, error: result.error };
  return { ok: true, value: result.content ?? '' };
}

/** What came of a pass as fewer texts: two at least stand in each, however long they are. */
async function grouped({ done, pass }: Reducing, ctx: StepContext): Promise<Text[]> {
  const answers = done.map((content, index) => ({ agentName: `group ${index + 1}`, content }));
  const bySize = batchesOf(answers, reducedAtOnce, ({ content }) => sizeOf(content));
  const pairs = batchesOf(answers, 2, () => 1);
  const groups = bySize.length <= pairs.length ? bySize : pairs;
  return await Promise.all(
    groups.map((group, index) => ctx.offload(toContext(group), `pass-${pass}-${index + 1}`)),
  );
}
