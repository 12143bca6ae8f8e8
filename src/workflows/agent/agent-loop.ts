import { type AgentRecord, nothingDone, withReply } from '../../core/kinds/agent/record.ts';
import type { Text } from '../../core/content.ts';
import { toMs } from '../../core/durations.ts';
import { Failure } from '../../core/failures.ts';
import { agentResult } from '../../core/make-results.ts';
import type { ModelReply, PromptMessage, ReplyProblem } from '../../core/model-call.ts';
import { askAgain } from '../../core/kinds/agent/prompts.ts';
import type { Outcome, StepError } from '../../core/results.ts';
import type { AgentSpec } from '../../core/kinds/agent/schema.ts';
import type { Asked, Call, Reader } from '../runtime/step-context.ts';
import type { Equipment } from './prepare.ts';
import { withThread } from './open-thread.ts';
import { useTools } from './use-tools.ts';

/** Replies at most before an agent gives up on an answer of the right form. */
const repliesAtMost = 3;

/** What an agent is asked. */
export interface Question<T> {
  spec: AgentSpec;
  input: Text;
  read: Reader<T>;
  /** Whether it may remember and forget facts about the run's user. */
  memory: boolean;
  /** Where the conversation goes on from. */
  resumed?: object | undefined;
  /** Told the conversation between two turns: it may be continued there as a new run. */
  checkpoint?: (state: object) => Promise<void>;
}

/** A conversation between two turns: plain JSON. */
interface Talk {
  equipment: Equipment;
  record: AgentRecord;
  /** What the next call adds to what was said. */
  next: PromptMessage[];
  /** Message id of the reply that `next` follows; `null`: none yet. */
  after: string | null;
  /** What is left of its time, where it is continued as a new run; milliseconds. */
  leftMs: number;
}

type Turn<T> = { talk: Talk } | { ended: Asked<T> };

/**
 * An agent's turns: ask the model; carry out the tool calls it asks for and ask again with what came
 * of them. A reply that can not be used goes back to it with the reason, a bounded number of times.
 */
export async function converse<T>(question: Question<T>, call: Call): Promise<Asked<T>> {
  const timeout = toMs(question.spec.timeout);
  const resumed = question.resumed as Talk | undefined;
  const inTime = call.within(resumed?.leftMs ?? timeout);
  const begun = await begin(question, inTime);
  if (!begun.ok) return failed(question, call, nothingDone, begun.error);
  for (let talk = begun.value; ; await question.checkpoint?.({ ...talk, leftMs: inTime.left() })) {
    const turn = await takeTurn(question, talk, inTime);
    if ('ended' in turn) return withThread(turn.ended, talk.equipment.thread);
    ({ talk } = turn);
  }
}

async function begin<T>(
  { spec, input, memory, resumed }: Question<T>,
  call: Call,
): Promise<Outcome<Talk>> {
  if (resumed !== undefined) return { ok: true, value: resumed as Talk };
  const equipped = await call.equip(spec, memory);
  if (!equipped.ok) return equipped;
  const next: PromptMessage[] = [{ role: 'user', text: input }];
  const begun = { equipment: equipped.value, record: nothingDone, next, after: null };
  return { ok: true, value: { ...begun, leftMs: call.left() } };
}

async function takeTurn<T>(question: Question<T>, talk: Talk, call: Call): Promise<Turn<T>> {
  const { spec } = question;
  const { equipment, next: messages, after, record } = talk;
  const number = record.turns + 1;
  const asked = await call.model(spec, equipment, { messages, after, number });
  if (!asked.ok) return { ended: failed(question, call, record, asked.error) };
  const reply = asked.value;
  const replied = { ...talk, record: withReply(record, reply), after: reply.message };
  return reply.toolCalls.length > 0
    ? await carryOut(question, replied, { reply, call })
    : judgeReply(question, replied, { reply, call });
}

interface Replied {
  reply: ModelReply;
  call: Call;
}

async function carryOut<T>(
  question: Question<T>,
  talk: Talk,
  { reply, call }: Replied,
): Promise<Turn<T>> {
  const { spec } = question;
  const { record, equipment } = talk;
  if (record.turns >= spec.maxTurns)
    return { ended: failed(question, call, record, outOfTurns(spec, reply)) };
  const used = await useTools(reply, { number: record.turns, equipment, call });
  const toolCalls = record.toolCalls + reply.toolCalls.length;
  const carried = { ...record, toolCalls };
  if (!used.ok) return { ended: failed(question, call, carried, used.error) };
  return { talk: { ...talk, record: carried, next: used.value } };
}

/** The end of the conversation, or the next turn of it where the model has to mend its reply. */
function judgeReply<T>(question: Question<T>, talk: Talk, { reply, call }: Replied): Turn<T> {
  const { spec, read } = question;
  const { record } = talk;
  const judged = judge(reply, read);
  if (judged.ok)
    return { ended: { result: agentResult(spec, call.made, record), value: judged.value } };
  const unusable = record.unusable + 1;
  if (unusable >= repliesAtMost || record.turns >= spec.maxTurns) {
    const error = noUsableReply(spec, unusable, judged.problem.reason);
    return { ended: failed(question, call, record, error) };
  }
  const next: PromptMessage[] = [{ role: 'user', text: askAgain(judged.problem) }];
  return { talk: { ...talk, record: { ...record, unusable }, next } };
}

type Judged<T> = { ok: true; value: T } | { ok: false; problem: ReplyProblem };

function judge<T>(reply: ModelReply, read: Reader<T>): Judged<T> {
  if (reply.problem !== null) return { ok: false, problem: reply.problem };
  const judged = read(reply.content ?? '');
  if (judged.ok) return judged;
  return { ok: false, problem: { kind: 'schema', reason: judged.reason } };
}

function failed<T>(
  { spec }: Question<T>,
  { made }: Call,
  record: AgentRecord,
  error: StepError,
): Asked<T> {
  return { result: agentResult(spec, made, record, error), value: null };
}

function noUsableReply(spec: AgentSpec, replies: number, reason: string): StepError {
  return {
    type: Failure.replyUnusable,
    message: `'${spec.name}' gave no usable reply in ${replies} tries; the last: ${reason}`,
    agentName: spec.name,
    retryable: false,
  };
}

function outOfTurns({ name, maxTurns }: AgentSpec, { toolCalls }: ModelReply): StepError {
  const wanted = [...new Set(toolCalls.map((each) => each.name))];
  const turns = maxTurns === 1 ? 'its only turn' : `the last of its ${maxTurns} turns`;
  return {
    type: Failure.replyUnusable,
    message: `'${name}' asked for tools (${wanted.join(', ')}) in ${turns} and so gave no answer: raise maxTurns, or say in its instructions when to stop`,
    agentName: name,
    retryable: false,
    details: { maxTurns, toolCalls: wanted },
  };
}
