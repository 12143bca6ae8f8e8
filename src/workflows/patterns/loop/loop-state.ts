import { bytesOf, sizeOf, type Text } from '../../../core/content.ts';
import type { LoopEnding, LoopPass, LoopSpec } from '../../../core/kinds/loop/types.ts';
import type { StepError } from '../../../core/results.ts';
import type { Deadline } from '../../../core/run-input.ts';
import { addSpending, nothingSpent, type Spending } from '../../../core/usage.ts';
import type { StepContext } from '../../runtime/step-context.ts';

/** Everything a loop goes on from: plain JSON, as it may continue as a new run. */
export interface LoopState {
  passes: LoopPass[];
  /** By pass, what tells its content from others. */
  marks: ContentMark[];
  /** Bytes of the texts that stand in it themselves. */
  literalBytes: number;
  /** Passes that could not be judged, in a row. */
  unjudged: number;
  /** By when all has to be done; `null`: it has not begun. */
  until: Deadline | null;
  spent: Spending;
  /** Why it is over; `null` while it goes on. */
  ending: LoopEnding | null;
  /** What has gone wrong. */
  error: StepError | null;
}

/** What tells a content from others. */
interface ContentMark {
  bytes: number;
  /** `null`: nobody has asked for it yet. */
  hash: string | null;
}

export function newLoop(): LoopState {
  return {
    passes: [],
    marks: [],
    literalBytes: 0,
    unjudged: 0,
    until: null,
    spent: nothingSpent,
    ending: null,
    error: null,
  };
}

/** A loop and what it is run with. */
export interface LoopContext {
  spec: LoopSpec;
  input: Text;
  ctx: StepContext;
  state: LoopState;
}

/** Bytes of texts that a state holds before even short ones are stored: it has to fit into Temporal's 2 MB. */
const roomyBytes = 200_000;

/** Bytes of a text that is never stored. */
const tinyBytes = 100;

/** The text as it stands in the state: the more there is, the shorter are those that are stored. */
export async function keep({ ctx, state }: LoopContext, text: Text, path: string): Promise<Text> {
  const over = state.literalBytes > roomyBytes ? tinyBytes : undefined;
  const kept = await ctx.offload(text, path, over);
  if (typeof kept === 'string') state.literalBytes += bytesOf(kept);
  return kept;
}

/** Counts what was spent on the pass that goes on. */
export function spend(state: LoopState, spent: Spending): void {
  state.spent = addSpending([state.spent, spent]);
  const pass = state.passes.at(-1);
  if (pass === undefined) return;
  pass.cost = pass.cost === null || spent.cost === null ? null : pass.cost + spent.cost;
}

/** An earlier pass with the same content as the last one; long contents are not read for it. */
export async function earlierAlike(work: LoopContext): Promise<LoopPass | undefined> {
  const { passes, marks } = work.state;
  const last = passes.length - 1;
  const bytes = sizeOf(passes[last]?.content ?? '');
  marks[last] = { bytes, hash: null };
  for (let index = 0; index < last; index++)
    if (marks[index]?.bytes === bytes && (await areAlike(work, index, last))) return passes[index];
  return undefined;
}

async function areAlike(work: LoopContext, one: number, other: number): Promise<boolean> {
  const { passes } = work.state;
  const [a = null, b = null] = [passes[one]?.content, passes[other]?.content];
  if (a === null || b === null) return false;
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  const hash = await hashOf(work, one, a);
  return hash !== null && hash === (await hashOf(work, other, b));
}

async function hashOf({ ctx, state }: LoopContext, index: number, text: Text) {
  const mark = state.marks[index];
  if (mark === undefined || mark.hash !== null) return mark?.hash ?? null;
  const examined = await ctx.examine(text);
  if (examined.ok) mark.hash = examined.value.hash;
  return mark.hash;
}
