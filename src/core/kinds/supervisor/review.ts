import { aBoolean, aString, type Form, objectOf } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';

/** A planner's answer to one question, and why. */
export interface ReviewAnswer<T = boolean> {
  answer: T;
  reason: string;
}

/** What a planner says about the work after a wave. */
export interface Review {
  /** Whether the request can be answered well with the results so far. */
  satisfied: ReviewAnswer;
  progress: ReviewAnswer;
  /** Whether the same things are tried again without new results. */
  inLoop: ReviewAnswer;
  /** What a good answer still lacks; '' for nothing. */
  missing: ReviewAnswer<string>;
}

const anAnswer = objectOf({ answer: aBoolean, reason: aString });

/** A review as it is replied: typed questions, a reason for each. */
export const reviewReplyForm: Form<Review> = objectOf({
  satisfied: anAnswer,
  progress: anAnswer,
  inLoop: anAnswer,
  missing: objectOf({ answer: aString, reason: aString }),
});

/** The title of that reply's JSON Schema. */
export const reviewTitle = 'Review';

const question = (description: string, type: 'boolean' | 'string' = 'boolean') => ({
  ...closed({ reason: { type: 'string' }, answer: { type } }),
  description,
});

/** @see https://arxiv.org/abs/2411.04468 for the progress ledger that this follows */
export const reviewJsonSchema: JsonSchema = {
  title: reviewTitle,
  ...closed({
    satisfied: question('Can the request be answered well with the results so far?'),
    progress: question('Did the last tasks bring the work forward?'),
    inLoop: question('Are the same things being tried again without new results?'),
    missing: question('What is still missing for a good answer? Empty if nothing.', 'string'),
  }),
};

/** Why a supervisor stopped working and made its answer; `notSplit`: one worker did it all. */
export type Ending =
  | 'notSplit'
  | 'satisfied'
  | 'planDone'
  | 'maxIterations'
  | 'stalled'
  | 'repeating'
  | 'planningFailed'
  | 'cancelled';

export type Decision =
  | { next: 'continue' }
  | { next: 'replan' }
  | { next: 'finish'; because: Ending };

/** Waves without progress before the plan is given up. */
const stallLimit = 2;

/** What is known when the next step is decided. */
export interface Standing {
  /** `null`: the review itself failed. */
  review: Review | null;
  /** Of the wave that was reviewed. */
  failures: number;
  stalls: number;
  /** Whether the plan has tasks left that can run. */
  tasksLeft: boolean;
  mayReplan: boolean;
  /** Whether replanning is ruled out only by the number of plans. */
  outOfIterations: boolean;
}

/** The stall counter after a review: up without progress, down again with it. */
export function stallsAfter(stalls: number, review: Review | null): number {
  if (review === null) return stalls;
  return review.progress.answer && !review.inLoop.answer ? Math.max(0, stalls - 1) : stalls + 1;
}

/** Finish, go on with the plan, or make another one: decided by rules, from what the review says. */
export function decide(standing: Standing): Decision {
  const { review, failures, stalls, tasksLeft, mayReplan, outOfIterations } = standing;
  if (review?.satisfied.answer) return { next: 'finish', because: 'satisfied' };
  const stalled = stalls >= stallLimit;
  if (mayReplan && (stalled || failures > 0 || !tasksLeft)) return { next: 'replan' };
  if (stalled) return { next: 'finish', because: 'stalled' };
  if (tasksLeft) return { next: 'continue' };
  return { next: 'finish', because: outOfIterations ? 'maxIterations' : 'planDone' };
}
