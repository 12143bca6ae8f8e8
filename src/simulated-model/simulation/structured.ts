import { kindNames, kindOf } from '../../core/kinds/registry.ts';
import { checkTitle } from '../../core/kinds/agent/check-verdict.ts';
import { analysisTitle, conclusionTitle } from '../../core/kinds/debate/conclusion.ts';
import { optionsTitle, voteTitle } from '../../core/kinds/debate/consensus.ts';
import { statementTitle } from '../../core/kinds/debate/statement.ts';
import { routeTitle } from '../../core/kinds/route/choice.ts';
import { planTitle } from '../../core/kinds/supervisor/plan.ts';
import { verificationTitle } from '../../core/kinds/supervisor/verification.ts';
import { reviewTitle } from '../../core/kinds/supervisor/review.ts';
import { fingerprint } from '../fingerprint.ts';
import { fromSchema } from '../from-schema.ts';
import type { RecordedRequest } from '../recorded-request.ts';
import { isNode, type SchemaNode } from '../schema/node.ts';
import type { ValuePath } from '../schema/scalars.ts';
import { simulatedCheck } from './check.ts';
import { splitMessage } from './earlier.ts';
import { simulatedPositions, simulatedVote } from './debate.ts';
import type { Form } from './form.ts';
import { freeText } from './free-text.ts';
import {
  simulatedAnalysis,
  simulatedConclusion,
  simulatedHolders,
  simulatedStatement,
} from './inline-debate.ts';
import { identityIn } from './identity.ts';
import { simulatedRoute } from './route.ts';
import { simulatedPlan, simulatedReview, simulatedVerdicts } from './supervisor.ts';
import { toolReport } from './tools.ts';
import { topicOf } from './topic.ts';

const forms: Record<string, (form: Form) => object | undefined> = {
  [planTitle]: simulatedPlan,
  [reviewTitle]: simulatedReview,
  [verificationTitle]: simulatedVerdicts,
  [optionsTitle]: (form) => simulatedHolders(form) ?? simulatedPositions(form),
  [voteTitle]: simulatedVote,
  [statementTitle]: simulatedStatement,
  [conclusionTitle]: simulatedConclusion,
  [analysisTitle]: simulatedAnalysis,
  [checkTitle]: simulatedCheck,
  [routeTitle]: simulatedRoute,
};

/** A small reply that fits the schema; its first free text says what tools have just given. */
export function structuredReply(request: RecordedRequest): unknown {
  const report = toolReport(request).trim();
  let said = report === '';
  const choose = (_: ValuePath, schema: SchemaNode) => {
    if (said || !isFreeText(schema)) return undefined;
    said = true;
    return `simulated: ${report}`;
  };
  return playedAlong(request) ?? fromSchema(request.outputSchema, { choose });
}

/** Keywords that say nothing of what a text may be. */
const harmless = ['type', 'title', 'description'];

function isFreeText(schema: SchemaNode): boolean {
  return schema['type'] === 'string' && Object.keys(schema).every((key) => harmless.includes(key));
}

/**
 * A reply that plays along with our patterns, by the title of the schema: a plan that works, a
 * review that is satisfied in the end, positions, and votes that come together. `undefined` for any
 * other schema, also for one that has such a title only.
 */
function playedAlong(request: RecordedRequest): object | undefined {
  const { outputSchema, messages, system } = request;
  if (!isNode(outputSchema)) return undefined;
  const { title } = outputSchema;
  const prompt = messages.find(({ role }) => role === 'user')?.content ?? '';
  if (typeof title !== 'string') return undefined;
  const form = Object.hasOwn(forms, title) ? forms[title] : undefined;
  if (form === undefined) return kindReply(title)?.(prompt);
  const topic = topicOf(splitMessage(prompt), '');
  const print = fingerprint(request);
  const speak = () => freeText(request);
  return form({ ...identityIn(system), schema: outputSchema, prompt, topic, print, speak });
}

/** What a kind says itself of the replies to its own questions. */
function kindReply(title: string): ((prompt: string) => object) | undefined {
  const replies = kindNames.map((kind) => kindOf({ kind }).simulated);
  return replies.find((each) => each !== undefined && Object.hasOwn(each, title))?.[title];
}
