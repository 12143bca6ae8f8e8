import { toMs } from '../../core/durations.ts';
import { askAgain } from '../../core/kinds/agent/prompts.ts';
import {
  type AgentRecord,
  nothingDone,
  withReply,
  withToolCalls,
} from '../../core/kinds/agent/record.ts';
import { agentResult } from '../../core/kinds/agent/result.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import type { ModelReply, PromptMessage, ReplyProblem } from '../../core/model-call.ts';
import { replyText } from '../../core/reply.ts';
import type { Outcome, StepError } from '../../core/results.ts';
import type { Deadline } from '../../core/run-input.ts';
import { addSpending, onlyWarnings } from '../../core/usage.ts';
import { WarningType } from '../../core/warnings.ts';
import type { AgentLoop, AgentTask } from '../runtime/agent-task.ts';
import { remaining } from '../runtime/deadlines.ts';
import type { RunContext } from '../runtime/run-context.ts';
import type { TypedReply } from '../runtime/step-context.ts';
import { bound, pathInRun, type StepScope, within } from '../runtime/step-scope.ts';
import { askModel } from './ask-model.ts';
import { withThread } from './open-thread.ts';
import { startBlocker } from '../runtime/step-errors.ts';
import { changedOver, deadlineOf, hasNext, movedWith, withChoice } from './change-over.ts';
import { noUsableReply, outOfTurns } from './no-answer.ts';
import { prepareAgent } from './prepare.ts';
import type { AgentResources } from './resources.ts';
import { useTools } from './use-tools.ts';

/** Replies at most before an agent gives up on an answer of the right form. */
const repliesAtMost = 3;

/** A conversation between two turns: plain JSON. */
interface LoopState {
  resources: AgentResources;
  record: AgentRecord;
  /** What the next call adds to what was said. */
  next: PromptMessage[];
  /** Message id of the reply that `next` follows; `null`: none yet. */
  after: string | null;
  /** Which of the agent's models is asked; left out: the first. */
  choice?: number;
  /** Message id of the last reply that another of its models gave. */
  foreign?: string | null;
  /** Calls that had no reply before another model was asked; left out: none. */
  unanswered?: number;
  /** Turns of the models before the one that is asked; left out: none. */
  turnsBefore?: number;
  /** When the time of the model that is asked is up; `null`, or left out: nothing but the agent's bounds it. */
  until?: Deadline | null;
  /** Where the conversation stands without replies that cannot be used; of agents with several models. */
  sound?: Pick<LoopState, 'next' | 'after'>;
  /** What is left of its time, where it is continued as a new run; milliseconds. */
  leftMs: number;
}

type Turn<T> = { state: LoopState } | { ended: TypedReply<T> };

/** A task, and where it is done. */
interface Doing<T> {
  task: AgentTask<T>;
  run: RunContext;
  scope: StepScope;
}

/**
 * An agent's turns: ask the model; carry out the tool calls it asks for and ask again with what came
 * of them. A reply that cannot be used goes back to it with the reason, a bounded number of times.
 */
export const agentLoop: AgentLoop = async (task, run, outer) => {
  const resumed = stateFrom(task.resumed);
  const scope = ownScope(outer, task.spec, resumed);
  const doing = { task, run, scope };
  const begun: Outcome<LoopState> =
    resumed === undefined ? await begin(doing) : { ok: true, value: resumed };
  if (!begun.ok) return failed(doing, nothingDone, begun.error);
  for (let state = begun.value; ; await task.checkpoint?.(stored(state, scope))) {
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

/** A state as it was stored; earlier versions called its resources `equipment`. */
function stateFrom(stored: object | undefined): LoopState | undefined {
  if (stored === undefined) return undefined;
  const { equipment, ...state } = stored as LoopState & { equipment?: AgentResources };
  return equipment === undefined ? state : { ...state, resources: equipment };
}

function stored(state: LoopState, scope: StepScope): object {
  return { ...state, leftMs: remaining(scope).ms };
}

async function begin<T>({ task, run, scope }: Doing<T>): Promise<Outcome<LoopState>> {
  const prepared = await prepareAgent(run, scope, task.spec, task.memory);
  if (!prepared.ok) return prepared;
  const next: PromptMessage[] = [{ role: 'user', text: task.input }];
  const record = withOmitted(nothingDone, prepared.value, pathInRun(scope, run));
  const state = { resources: prepared.value, record, next, after: null };
  return { ok: true, value: sound(task.spec, { ...state, leftMs: remaining(scope).ms }) };
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
  const { task, run, scope } = doing;
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
  return judgeReply(doing, replied, { ...reply, content });
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
  const { task, run, scope } = doing;
  const { record, resources } = state;
  if (isLastTurn(task.spec, state))
    return { ended: failed(doing, record, outOfTurns(task.spec, reply)) };
  const turn = { number: record.turns, spec: task.spec, resources, run };
  const { used, ...done } = await useTools(reply, {
    ...turn,
    scope: movedWith(scope, state.until),
  });
  const carried = withToolCalls(record, reply.toolCalls.length, done);
  if (!used.ok) return { ended: failed(doing, carried, used.error) };
  const { messages, warnings, gone } = used.value;
  const spent = addSpending([carried.spent, onlyWarnings(warnings)]);
  const said = { next: messages, after: state.after };
  const going = { ...state, ...said, resources: withGone(resources, gone) };
  return { state: sound(task.spec, { ...going, record: { ...carried, spent } }) };
}

/** The end of the conversation, or the next turn of it where the model has to mend its reply. */
function judgeReply<T>(doing: Doing<T>, state: LoopState, reply: ReadReply): Turn<T> {
  const { task, scope } = doing;
  const { record } = state;
  const judged = judge(task, reply);
  if (judged.ok) {
    const result = agentResult(task.spec, scope.identity, record);
    return { ended: { result, value: judged.value } };
  }
  const unusable = record.unusable + 1;
  if (unusable >= repliesAtMost || isLastTurn(task.spec, state)) {
    const error = noUsableReply(task.spec, unusable, judged.problem.reason);
    return giveUp(doing, state, error);
  }
  const next: PromptMessage[] = [{ role: 'user', text: askAgain(judged.problem) }];
  return { state: { ...state, record: { ...record, unusable }, next } };
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
