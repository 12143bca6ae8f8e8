import { proxyActivities, proxyLocalActivities, proxySinks } from '@temporalio/workflow';
import type { Exchange, ExchangeActivities } from '../../activities/append-exchange.ts';
import type { ModelActivities } from '../../activities/call-model.ts';
import type { AttributeActivities } from '../../activities/known-attributes.ts';
import type { StopActivities } from '../../activities/stop-calls.ts';
import type { TextActivities } from '../../activities/texts.ts';
import type { ToolActivities } from '../../activities/tools/tool-activities.ts';
import type { CheckedSpec, SpecActivities } from '../../activities/check-spec.ts';
import type { ThreadActivities } from '../../activities/thread-window.ts';
import type { MadeText, TransformActivities, TransformCall } from '../../activities/transforms.ts';
import type { UserContextActivities } from '../../activities/user-context.ts';
import type {
  EventActivities,
  EventsWanted,
  ReadEvents,
} from '../../activities/events/event-activities.ts';
import type { EventSinks } from '../../activities/events/event-sinks.ts';
import type { Text } from '../../core/content.ts';
import type { ModelCall, ModelReply, StoredText } from '../../core/model-call.ts';
import { readMcpName } from '../../core/mcp-names.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';
import type { OpenedThread } from '../../core/thread-window.ts';
import type { DescribedTools, ToolOutcome, ToolPolicy, ToolRun } from '../../core/tools.ts';
import type { ChangeOutcome, FactChange } from '../../core/user-context.ts';
import * as webUi from '../../core/web-ui/summaries.ts';
import { checkedAnswers } from './checked-answers.ts';
import { storeReads } from './store-reads.ts';
import {
  heartbeatTimeout,
  queues,
  storeQueue,
  type TimeLimit,
  type WatchedLimit,
} from './activity-limits.ts';
import {
  asLimit,
  bounded,
  context,
  listing,
  local,
  localModel,
  model,
  question,
  store,
  telling,
  tool,
  toolReserveMs,
  transform,
} from './activity-options.ts';
import { listEffects } from './list-effects.ts';

export type ThreadRequest = Parameters<ThreadActivities['openThread']>[0];

const modelActivities = proxyActivities<ModelActivities>(model);
const transformActivities = proxyActivities<TransformActivities>(transform);
const toolActivities = proxyActivities<ToolActivities>({ ...tool, startToCloseTimeout: '1m' });
const storeActivities = proxyActivities<TextActivities & ThreadActivities & ExchangeActivities>(
  store,
);
const eventActivities = proxyActivities<EventActivities>(store);
const sinks = proxySinks<EventSinks>();
const contextActivities = proxyActivities<UserContextActivities>(context);

const localActivities = proxyLocalActivities<
  TextActivities & SpecActivities & StopActivities & EventActivities & AttributeActivities
>(local);

const aDay = { ...localModel, startToCloseTimeout: '1 day' } as const;
const localModelActivities = proxyLocalActivities<ModelActivities>(aDay);

/**
 * Everything that a workflow has done outside of itself: one function an activity, which says where
 * it goes, how long it may take, and how the Web UI shows it. They reject when something fails.
 */
export const effects = {
  ...listEffects,
  /** Makes a model call. */
  callModel: (input: ModelCall, limit: WatchedLimit, summary: string): Promise<ModelReply> =>
    modelActivities.callModel.executeWithOptions(
      {
        ...model,
        ...bounded(limit),
        heartbeatTimeout: heartbeatTimeout(limit),
        taskQueue: queues().model(input.settings.provider),
        summary,
      },
      [input],
    ),

  /** Makes a model call in this worker. */
  callModelHere: (input: ModelCall, limit: TimeLimit, summary: string): Promise<ModelReply> =>
    localModelActivities.callModel.executeWithOptions(
      { ...localModel, ...bounded(limit), summary },
      [input],
    ),

  /** What a model has to be told of registered tools, and how each is to be run. */
  describeTools: (names: readonly string[], { ms }: TimeLimit): Promise<DescribedTools> =>
    toolActivities.describeTools.executeWithOptions(
      {
        ...store,
        ...(names.some((name) => readMcpName(name) !== undefined) ? listing : {}),
        taskQueue: queues().tools,
        scheduleToCloseTimeout: asLimit(ms),
        summary: webUi.describingTools(names),
      },
      [{ names: [...names] }],
    ),

  /** Carries out a tool call. */
  runTool: (run: ToolRun, policy: ToolPolicy, limit: WatchedLimit): Promise<ToolOutcome> =>
    toolActivities.runTool.executeWithOptions(
      {
        ...tool,
        taskQueue: queues().tools,
        summary: webUi.toolCall(run.agentName, policy.name),
        startToCloseTimeout: policy.timeoutMs + toolReserveMs,
        scheduleToCloseTimeout: asLimit(limit.ms),
        heartbeatTimeout: heartbeatTimeout(limit),
        retry: { ...tool.retry, maximumAttempts: policy.maxAttempts },
      },
      [run],
    ),

  /** Runs a function that is registered on a worker. */
  runTransform: (call: TransformCall, limit: WatchedLimit): Promise<MadeText> =>
    transformActivities.runTransform.executeWithOptions(
      {
        ...transform,
        ...bounded(limit),
        heartbeatTimeout: heartbeatTimeout(limit),
        taskQueue: queues().tools,
        summary: webUi.functionCall(call),
      },
      [call],
    ),

  /** Stores texts under their ids; at most about 1 MB together. */
  storeTexts: (texts: readonly StoredText[], run: string, here: boolean): Promise<void> => {
    const input = { texts: [...texts], author: 'run', run };
    const summary = webUi.storingTexts;
    if (here) return localActivities.storeTexts.executeWithOptions({ ...local, summary }, [input]);
    const options = { ...store, taskQueue: storeQueue(), summary };
    return storeActivities.storeTexts.executeWithOptions(options, [input]);
  },

  readTexts: (ids: string[], here: boolean): Promise<StoredText[]> => {
    if (here) return localActivities.readTexts({ ids });
    const options = { ...store, taskQueue: storeQueue() };
    return storeActivities.readTexts.executeWithOptions(options, [{ ids }]);
  },

  /** What is to be known of a text without reading it here. */
  examineText: (text: Text, piece: string | null) => localActivities.examineText({ text, piece }),

  /** What is known of a user, as it stands in a prompt; `null`: nothing. */
  readFacts: async (user: string, run: string, { ms }: TimeLimit): Promise<Text | null> => {
    const options = { ...context, taskQueue: storeQueue(), summary: webUi.readingFacts };
    const limits = { scheduleToCloseTimeout: asLimit(ms) };
    const activity = contextActivities.readFacts;
    return (await activity.executeWithOptions({ ...options, ...limits }, [{ user, run }])).facts;
  },

  /** Changes what is known of a user. */
  changeFact: (user: string, change: FactChange, { ms }: TimeLimit): Promise<ChangeOutcome> =>
    contextActivities.changeFact.executeWithOptions(
      {
        ...context,
        taskQueue: storeQueue(),
        scheduleToCloseTimeout: asLimit(ms),
        summary: webUi.changingFact(change),
      },
      [{ user, change }],
    ),

  /** Fixes what a step sees of its thread. */
  openThread: (request: ThreadRequest, { ms }: TimeLimit): Promise<OpenedThread> =>
    storeActivities.openThread.executeWithOptions(
      {
        ...store,
        taskQueue: storeQueue(),
        scheduleToCloseTimeout: asLimit(ms),
        summary: webUi.openingThread(request.name),
      },
      [request],
    ),

  /** Keeps the summary of a thread up to a message, and gives the one that stands. */
  keepSummary: (kept: ThreadRequest & { upTo: number; summary: string }): Promise<Text> =>
    storeActivities.keepSummary.executeWithOptions(
      { ...store, taskQueue: storeQueue(), summary: webUi.keepingSummary(kept) },
      [kept],
    ),

  /** Appends what a pattern was asked and what it answered to its thread, once. */
  appendExchange: (exchange: Exchange, { ms }: TimeLimit): Promise<void> =>
    storeActivities.appendExchange.executeWithOptions(
      {
        ...store,
        taskQueue: storeQueue(),
        scheduleToCloseTimeout: asLimit(ms),
        summary: webUi.continuingThread(exchange.thread),
      },
      [exchange],
    ),
  ...checkedAnswers,
  ...storeReads,

  /** Stops calls under way, on whatever worker they are; `paths`: of their steps. */
  stopCalls: (execution: string, paths: readonly string[]): Promise<void> =>
    localActivities.stopCalls.executeWithOptions({ ...local, summary: webUi.stoppingCalls }, [
      { execution, paths },
    ]),

  /** Whether a person has to allow a tool call, where the tool decides that itself. */
  needsApproval: (run: ToolRun, { ms }: TimeLimit): Promise<boolean> =>
    toolActivities.needsApproval.executeWithOptions(
      {
        taskQueue: queues().tools,
        startToCloseTimeout: '1m',
        scheduleToCloseTimeout: asLimit(ms),
        retry: { ...tool.retry, maximumAttempts: 3 },
        summary: webUi.askingForApproval(run.agentName, run.call.name),
      },
      [run],
    ),

  /** Has the function that users register for it tell somebody that a question waits. */
  tellQuestion: (asked: WaitingQuestion): Promise<void> =>
    toolActivities.tellQuestion.executeWithOptions(
      {
        taskQueue: queues().tools,
        ...question,
        summary: webUi.tellingQuestion(asked),
      },
      [asked],
    ),

  /** Whether the cluster knows the search attribute of open questions. */
  knowsWaiting: (): Promise<boolean> => localActivities.knowsWaiting(),

  /** Writes down what has happened, for whoever follows the run. */
  tellEvents: (told: Parameters<EventActivities['tellEvents']>[0]): Promise<void> =>
    localActivities.tellEvents.executeWithOptions(telling, [told]),

  /** The same at the end of a workflow, where nothing follows: without a command. */
  tellAtEnd: (...told: Parameters<EventSinks['durableAgentsEvents']['tell']>): void =>
    sinks.durableAgentsEvents.tell(...told),

  /** The same, only once the server has what the workflow has commanded so far. */
  tellEventsBehind: (told: Parameters<EventActivities['tellEvents']>[0]): Promise<void> =>
    eventActivities.tellEvents.executeWithOptions(
      {
        startToCloseTimeout: '10s',
        scheduleToCloseTimeout: '20s',
        summary: webUi.tellingEvents,
      },
      [told],
    ),

  /** What is new of runs, for whoever follows them; it may wait for something. */
  readEvents: (wanted: EventsWanted): Promise<ReadEvents[]> =>
    eventActivities.readEvents.executeWithOptions(
      {
        startToCloseTimeout: wanted.waitMs + 10_000,
        heartbeatTimeout: '5s', // who follows would see nothing for as long as a dead worker may wait
        retry: { maximumAttempts: 6 },
      },
      [wanted],
    ),

  /** Checks a run's spec; gives it with every default filled in where some were missing. */
  checkSpec: (spec: unknown): Promise<CheckedSpec> => localActivities.checkSpec({ spec }),
};

/** What a pattern and an agent may have done: Temporal does it, or a test. */
export type Effects = typeof effects;
