import { optionsTitle, voteTitle } from '../../core/consensus.ts';
import { planTitle } from '../../core/plan.ts';
import { reviewTitle } from '../../core/review.ts';
import { fingerprint } from '../fingerprint.ts';
import type { RecordedRequest } from '../recorded-request.ts';
import { isNode } from '../schema/node.ts';
import { splitMessage } from './earlier.ts';
import { simulatedPositions, simulatedVote } from './debate.ts';
import type { Form } from './form.ts';
import { identityIn } from './identity.ts';
import { simulatedPlan, simulatedReview } from './supervisor.ts';
import { topicOf } from './topic.ts';

const forms: Record<string, (form: Form) => object | undefined> = {
  [planTitle]: simulatedPlan,
  [reviewTitle]: simulatedReview,
  [optionsTitle]: simulatedPositions,
  [voteTitle]: simulatedVote,
};

/**
 * A reply that plays along with our patterns, by the title of the schema: a plan that works, a
 * review that is satisfied in the end, positions, and votes that come together. `undefined` for any
 * other schema, also for one that has such a title only.
 */
export function structuredReply(request: RecordedRequest): object | undefined {
  const { outputSchema, messages, system } = request;
  if (!isNode(outputSchema)) return undefined;
  const { title } = outputSchema;
  const form = typeof title === 'string' && Object.hasOwn(forms, title) ? forms[title] : undefined;
  if (form === undefined) return undefined;
  const prompt = messages.find(({ role }) => role === 'user')?.content ?? '';
  const topic = topicOf(splitMessage(prompt), '');
  const print = fingerprint(request);
  return form({ ...identityIn(system), schema: outputSchema, prompt, topic, print });
}
