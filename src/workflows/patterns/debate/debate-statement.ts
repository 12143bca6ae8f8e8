import { fieldOf } from '../../../core/content.ts';
import { otherOption, type Option } from '../../../core/kinds/debate/consensus.ts';
import { asInlineVoter } from '../../../core/kinds/debate/inline.ts';
import { openInline, respondInline } from '../../../core/kinds/debate/inline-prompts.ts';
import { statementElement } from '../../../core/kinds/debate/paths.ts';
import * as prompts from '../../../core/kinds/debate/prompts.ts';
import {
  statementField,
  statementJsonSchema,
  type StatementReply,
  statementReplyForm,
} from '../../../core/kinds/debate/statement.ts';
import type { Text } from '../../../core/content.ts';
import type { Step, StepResult } from '../../../core/kinds/step.ts';
import { meantOf } from '../../../core/meant.ts';
import { beginningOf } from '../../../core/unicode.ts';
import { jsonOf } from '../../runtime/read-reply.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import { asSeenBy, type Ballot, type DebateContext, ownOutOfSight, spend } from './debate-state.ts';

/** What a debater has said, and the vote in it; `reply`: `null` where there is none. */
export interface Said {
  result: StepResult;
  reply: StatementReply | null;
}

/** Asks a debater for a statement; `inside`: what it has to be done in. */
export async function askStatement(
  agent: Step,
  round: number,
  inside: StepContext,
  debate: DebateContext,
): Promise<Said> {
  const path = statementElement(round, agent.name);
  const voter = asInlineVoter(agent, debate.spec);
  const prompt = promptFor(agent, round, debate);
  if (voter === null) return { result: await inside.step(agent, prompt, { path }), reply: null };
  const { options } = debate.state;
  const asked = { ...voter, output: statementJsonSchema(options) };
  const read = jsonOf(statementReplyForm, (reply) => problemsOf(reply, options));
  const { result, value } = await inside.ask(asked, prompt, { path, read, memory: true });
  return { result, reply: value };
}

function promptFor(agent: Step, round: number, debate: DebateContext): Text {
  const { spec, question, ctx, state } = debate;
  const { options } = state;
  const isVoter = asInlineVoter(agent, spec) !== null;
  if (round === 0) return isVoter ? openInline(question, options) : prompts.open(question, options);
  const soFar = asSeenBy(agent.name, state, spec, ctx.identity.id);
  const own = ownOutOfSight(agent.name, state);
  return isVoter
    ? respondInline(question, options, soFar, own)
    : prompts.respond(question, soFar, own);
}

function problemsOf({ answer }: StatementReply, options: readonly Option[]): string[] {
  if (answer.trim() === '') return ['answer: it is empty'];
  if (options.length === 0 || meantOf(answer, idsOf(options)) !== undefined) return [];
  return [`answer: '${answer}' is not one of ${idsOf(options).join(', ')}`];
}

function idsOf(options: readonly Option[]): string[] {
  return [...options.map(({ id }) => id), otherOption];
}

/** Takes what a debater has said. Who is late or fails keeps the position given before. */
export function record(debate: DebateContext, round: number, { result, reply }: Said): void {
  const { state, ballots } = debate;
  spend(state, result);
  const { content, name: agentName } = result;
  if (content === null) return;
  if (reply === null) {
    state.messages.push({ round, agentName, content });
    return;
  }
  const ballot = ballotIn(reply, agentName, state.options);
  ballots.push(ballot);
  const { answer, confidence } = ballot;
  const said = fieldOf(content, statementField, reply.statement);
  state.messages.push({ round, agentName, content: said, answer, confidence });
}

/** Characters of an answer and of a reason at most. */
const longest = 300;

function ballotIn(reply: StatementReply, agentName: string, options: readonly Option[]): Ballot {
  const chosen = meantOf(reply.answer, idsOf(options));
  const listed = options.find(({ id }) => id === chosen);
  const own = options.length === 0 ? reply.answer : (reply.otherAnswer ?? '');
  const answer = listed?.position ?? (oneLine(own) || 'none of the listed positions');
  return {
    agentName,
    option: listed?.id ?? (options.length > 0 && oneLine(own) === '' ? otherOption : null),
    answer,
    confidence: Math.min(1, Math.max(0, reply.confidence)),
    changedBy: oneLine(reply.changedBy ?? '') || null,
    why: oneLine(reply.statement),
  };
}

function oneLine(text: string): string {
  return beginningOf(text.replaceAll(/\s+/g, ' ').trim(), longest);
}
