import { toMs } from '../../core/durations.ts';
import type { Text } from '../../core/content.ts';
import { answerAgain } from '../../core/kinds/agent/check-prompts.ts';
import { askAgain } from '../../core/kinds/agent/prompts.ts';
import {
  type AgentRecord,
  nothingDone,
  withAnswer,
  withChecks,
  withReply,
  withToolCalls,
} from '../../core/kinds/agent/record.ts';
import { agentResult } from '../../core/kinds/agent/result.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import type { ModelReply, PromptMessage, ReplyProblem } from '../../core/model-call.ts';
import { replyText } from '../../core/reply.ts';
import type { StepError } from '../../core/results.ts';
import { addSpending, onlyWarnings } from '../../core/usage.ts';
import { WarningType } from '../../core/warnings.ts';
import type { AgentLoop, AgentTask } from '../runtime/agent-task.ts';
import { remaining } from '../runtime/deadlines.ts';
import type { RunContext } from '../runtime/run-context.ts';
import type { TypedReply } from '../runtime/step-context.ts';
import { bound, pathInRun, type StepScope, within } from '../runtime/step-scope.ts';
import { AgentChecks } from './agent-checks.ts';
import { askModel } from './ask-model.ts';
import { withThread } from './open-thread.ts';
import { startBlocker } from '../runtime/step-errors.ts';
import { checkAnswer, checkInput } from './check-texts.ts';
import { changedOver, deadlineOf, hasNext, movedWith, withChoice } from './change-over.ts';
import { type Doing, type LoopState, stateFrom, stored, type Turn } from './loop-state.ts';
import { noUsableReply, outOfTurns } from './no-answer.ts';
import { prepareAgent } from './prepare.ts';
import type { AgentResources } from './resources.ts';
import { useTools } from './use-tools.ts';

/** Replies at most before an agent gives up on an answer of the right form. */
const repliesAtMost = 3;

/**
 * An agent's turns: ask the model; carry out the tool calls it asks for and ask again with what came
 * of them. A reply that cannot be used goes back to it with the reason, a bounded number of times.
 */
export const agentLoop: AgentLoop = async (task, run, outer) => {
  const resumed = stateFrom(task.resumed);
  const scope = ownScope(outer, task.spec, resumed);
  const checks = new AgentChecks({ run, scope, spec: task.spec }, agentLoop);
  const doing = { task, run, scope, checks };
  const begun = resumed === undefined ? await begin(doing) : { state: resumed };
  if ('ended' in begun) return begun.ended;
  for (let { state } = begun; ; await task.checkpoint?.(stored(state, scope))) {
    const turn = await takeTurn(doing, state);
    if ('ended' in turn) return withThread(turn.ended, state.resources.thread);
    ({ state } = turn);
  }
};

/** For an agent that nothing else bounds; milliseconds. */
const longestMs = 120_000;

function ownScope(outer: StepScope, { timeout }: AgentSpec, resumed?: LoopState): StepScope {
  if (resumed !== undefined) return bound(outer, resumed.leftMs);
  if (timeout !== null) return bound(outer, toMs(timeout));
  return outer.deadline === null ? bound(outer, longestMs) : outer;
}

async function begin<T>(doing: Doing<T>): Promise<Turn<T>> {
  const { task, run, scope, checks } = doing;
  const isChecked = checks.covers('input');
  const asked = isChecked ? await checkInput(doing) : { ok: true as const, value: task.input };
  const checked = withChecks(nothingDone, checks.take());
  if (!asked.ok) return { ended: failed(doing, checked, asked.error) };
  const prepared = await prepareAgent(run, scope, task.spec, task.memory);
  if (!prepared.ok) return { ended: failed(doing, checked, prepared.error) };
  const next: PromptMessage[] = [{ role: 'user', text: asked.value }];
  const record = withOmitted(checked, prepared.value, pathInRun(scope, run));
  const begun = { resources: prepared.value, record, next, after: null };
  const state = isChecked ? { ...begun, asked: asked.value } : begun;
  return { state: sound(task.spec, { ...state, leftMs: remaining(scope).ms }) };
}

/** What an agent was to have of tools, and has not. */
function withOmitted(record: AgentRecord, { tools }: AgentResources, path: string): AgentRecord {
  const problems = tools?.problems ?? [];
  if (problems.length === 0) return record;
  const type = WarningType.toolOmitted;
  const warnings = problems.map((message) => ({ type, message, path }));
  return { ...record, spent: addSpending([record.spent, onlyWarnings(warnings)]) };
}

/** A server that has gone is offered no more, however it may come back. */
function withGone(resources: AgentResources, gone: readonly string[]): AgentResources {
  const { tools } = resources;
  if (gone.length === 0 || tools === null) return resources;
  return {
    ...resources,
    tools: { ...tools, gone: [...new Set([...(tools.gone ?? []), ...gone])] },
  };
}

async function takeTurn<T>(doing: Doing<T>, before: LoopState): Promise<Turn<T>> {
  const { task, run, scope, checks } = doing;
  const state = timed(doing, before);
  const { resources, next: messages, after, record } = state;
  const { choice = 0, unanswered = 0, foreign = null } = state;
  const number = record.turns + unanswered + 1;
  const needsContent = task.read !== null;
  const spec = withChoice(task.spec, choice);
  const ask = { spec, resources, messages, after, foreign, number, needsContent };
  const asked = await askModel(run, within(scope, state.until), ask);
  if (!asked.ok) return giveUp(doing, { ...state, unanswered: unanswered + 1 }, asked.error);
  const reply = asked.value;
  const path = pathInRun(scope, run);
  const replied = { ...state, record: withReply(record, reply, path), after: reply.message };
  if (reply.toolCalls.length > 0) return await carryOut(doing, replied, reply);
  // Nothing is awaited that need not be: what runs side by side would go on in another order.
  const unread = needsContent && reply.problem === null && reply.content === null;
  const content = unread ? await storedContent(run, reply) : (reply.content ?? '');
  const judged = judge(task, { ...reply, content });
  if (judged.ok && checks.covers('output'))
    return await judgeChecked(doing, replied, { text: replyText(reply), value: judged.value });
  return judgeReply(doing, replied, judged);
}

/** Of several models each has its own time, from its first call on. */
function timed<T>({ task: { spec }, scope }: Doing<T>, state: LoopState): LoopState {
  if (spec.models === undefined || state.until !== undefined) return state;
  return { ...state, until: deadlineOf(scope, spec, state.choice ?? 0) };
}

/** Whether the model that is asked has had all the turns of an answer. */
function isLastTurn({ maxTurns }: AgentSpec, { record, turnsBefore = 0 }: LoopState): boolean {
  return record.turns - turnsBefore >= maxTurns;
}

/** The end of the conversation, or the next of the agent's models, which goes on from what was sound. */
function giveUp<T>(doing: Doing<T>, state: LoopState, error: StepError): Turn<T> {
  const { task, run, scope } = doing;
  const { choice = 0, record } = state;
  const { spec } = task;
  if (startBlocker(scope) !== undefined || !hasNext(spec, choice, error))
    return { ended: failed(doing, record, error) };
  const warnings = [changedOver(spec, choice, error, pathInRun(scope, run))];
  const spent = addSpending([record.spent, onlyWarnings(warnings)]);
  const { until: _, ...going } = { ...state, ...state.sound };
  const next = { choice: choice + 1, foreign: going.after, turnsBefore: record.turns };
  return { state: { ...going, ...next, record: { ...record, spent, unusable: 0 } } };
}

/** Only an agent that may change over needs to know where it would go on. */
function sound({ models }: AgentSpec, state: LoopState): LoopState {
  if (models === undefined) return state;
  return { ...state, sound: { next: state.next, after: state.after } };
}

async function carryOut<T>(doing: Doing<T>, state: LoopState, reply: ModelReply): Promise<Turn<T>> {
  const { task, run, scope, checks } = doing;
  const { record, resources } = state;
  if (isLastTurn(task.spec, state))
    return { ended: failed(doing, record, outOfTurns(task.spec, reply)) };
  const turn = { number: record.turns, spec: task.spec, resources, run, checks };
  const { used, ...done } = await useTools(reply, {
    ...turn,
    scope: movedWith(scope, state.until),
  });
  const called = withToolCalls(record, reply.toolCalls.length, done);
  const carried = withChecks(called, checks.take());
  if (!used.ok) return { ended: failed(doing, carried, used.error) };
  const { messages, warnings, gone } = used.value;
  const spent = addSpending([carried.spent, onlyWarnings(warnings)]);
  const said = { next: messages, after: state.after };
  const going = { ...state, ...said, resources: withGone(resources, gone) };
  return { state: sound(task.spec, { ...going, record: { ...carried, spent } }) };
}

/** The end of the conversation, or the next turn of it where the model has to mend its reply. */
function judgeReply<T>(doing: Doing<T>, state: LoopState, judged: Judged<T>): Turn<T> {
  if (judged.ok) return accept(doing, state, judged.value);
  const { problem } = judged;
  return sendBack(doing, state, { text: askAgain(problem), reason: problem.reason });
}

async function judgeChecked<T>(
  doing: Doing<T>,
  before: LoopState,
  answer: { text: Text; value: T | null },
): Promise<Turn<T>> {
  const checked = await checkAnswer(doing, before, answer);
  const state = { ...before, record: withChecks(before.record, doing.checks.take()) };
  if (!checked.ok) return { ended: failed(doing, state.record, checked.error) };
  if (checked.value.sentBack) {
    const { reason } = checked.value;
    return sendBack(doing, state, { text: answerAgain(reason), reason });
  }
  const { text, value } = checked.value;
  return accept(doing, { ...state, record: withAnswer(state.record, text) }, value);
}

function accept<T>({ task, scope }: Doing<T>, { record }: LoopState, value: T | null): Turn<T> {
  return { ended: { result: agentResult(task.spec, scope.identity, record), value } };
}

/** A reply that is of no use goes back to the model, a bounded number of times. */
function sendBack<T>(
  doing: Doing<T>,
  state: LoopState,
  { text, reason }: { text: string; reason: string },
): Turn<T> {
  const { spec } = doing.task;
  const unusable = state.record.unusable + 1;
  if (unusable >= repliesAtMost || isLastTurn(spec, state))
    return giveUp(doing, state, noUsableReply(spec, unusable, reason));
  return {
    state: { ...state, record: { ...state.record, unusable }, next: [{ role: 'user', text }] },
  };
}

interface ReadReply extends ModelReply {
  content: string;
}

type Judged<T> = { ok: true; value: T | null } | { ok: false; problem: ReplyProblem };

function judge<T>({ read }: AgentTask<T>, { problem, content }: ReadReply): Judged<T> {
  if (problem !== null) return { ok: false, problem };
  if (read === null) return { ok: true, value: null };
  const judged = read(content);
  if (judged.ok) return judged;
  return { ok: false, problem: { kind: 'schema', reason: judged.reason } };
}

/** What is too long for the history is read from the store. */
async function storedContent({ host }: RunContext, reply: ModelReply): Promise<string> {
  return host.applies('read-long-replies') ? await host.read(replyText(reply)) : '';
}

function failed<T>(
  { task, scope }: Doing<T>,
  record: AgentRecord,
  error: StepError,
): TypedReply<T> {
  return { result: agentResult(task.spec, scope.identity, record, error), value: null };
}
