import {
  CancellationScope,
  ChildWorkflowCancellationType,
  ChildWorkflowFailure,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import { fill, messagesIn, type Text } from '../../core/content.ts';
import { findFailure } from '../../core/failures.ts';
import { replyText } from '../../core/reply.ts';
import type { CallOwner, ModelCall } from '../../core/model-call.ts';
import type { StepResult } from '../../core/results.ts';
import type { Deadline, RunInput } from '../../core/run-input.ts';
import type { Step } from '../../core/kinds/step-schema.ts';
import { summaryStep } from '../../core/thread-window.ts';
import {
  callModel,
  changeFact,
  describeTools,
  keepSummary,
  openThread,
  readFacts,
  readTexts,
  runTool,
  runTransform,
  storeTexts,
} from './activities.ts';
import { detailsOf } from './web-ui.ts';
import type { Host } from './host.ts';

/** The side effects of a pattern as Temporal activities and child workflows. */
export function temporalHost(
  owner: CallOwner,
  context: Text | null,
  continueFrom: (state: object) => Promise<never>,
): Host {
  const ended: { result: StepResult; path: string }[] = [];
  return {
    async model(call, { ms }) {
      const reply = await callModel(call, { limitMs: ms, summary: summaryOf(call) });
      return { ...reply, toolCalls: reply.toolCalls ?? [] }; // an earlier version's history has none
    },
    describeTools: (names, { ms }) => describeTools({ names: [...names] }, ms),
    tool: (run, policy, { ms }) => runTool(run, policy, ms),
    registered: async (name, input, id, { ms }) =>
      replyText(
        await runTransform({ name, input, id, run: owner.run }, { limitMs: ms, summary: name }),
      ),
    child: (step, input, id, deadline) => runChild(step, id, { input, context, owner, deadline }),
    store: (texts) => storeTexts({ texts: [...texts], author: 'run', run: owner.run }),
    read: readText,
    async facts(user, { ms }) {
      return (await readFacts({ user, run: owner.run }, ms)).facts;
    },
    changeFact: (user, change, { ms }) => changeFact({ user, change }, ms),
    openThread: (request, { ms }) => openThread(request, ms),
    keepSummary,
    cancellable(body) {
      const scope = new CancellationScope();
      return scope.run(() => body(() => scope.cancel()));
    },
    isCancellation,
    async checkpoint(state) {
      if (isHistoryLong()) await continueFrom(state);
    },
    ended(result, path) {
      ended.push({ result, path });
      setCurrentDetails(detailsOf(ended));
    },
  };
}

/** Where a history is cut, well before the server suggests it: at 4,096 events or 4 MiB. */
const historyLimit = { events: 3_000, bytes: 3 * 1024 * 1024 };

function isHistoryLong(): boolean {
  const { historyLength, historySize, continueAsNewSuggested } = workflowInfo();
  const { events, bytes } = historyLimit;
  return continueAsNewSuggested || historyLength > events || historySize > bytes;
}

function summaryOf({ agentName, settings, key }: ModelCall): string {
  const part = key.step.endsWith(summaryStep) ? ` · part ${key.number}` : '';
  const again = part || (key.number === 1 ? '' : ` · turn ${key.number}`);
  return `${agentName}${again} · ${settings.model ?? settings.provider}`;
}

interface ChildRun {
  input: Text;
  context: Text | null;
  owner: CallOwner;
  deadline: Deadline | null;
}

async function runChild(step: Step, workflowId: string, child: ChildRun): Promise<StepResult> {
  const { input, context, owner, deadline } = child;
  const args: [RunInput] = [
    { spec: step, input, context, user: owner.user, parent: { run: owner.run, deadline } },
  ];
  try {
    const result: unknown = await executeChild(step.kind, {
      workflowId,
      args,
      staticSummary: step.name,
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    });
    return result as StepResult;
  } catch (error) {
    const partial = partialResult(error);
    if (partial === undefined) throw error;
    return partial;
  }
}

/** The result that a failed child run has left in the details of its failure. */
function partialResult(error: unknown): StepResult | undefined {
  if (!(error instanceof ChildWorkflowFailure)) return undefined;
  const [details] = findFailure(error)?.details ?? [];
  return typeof details === 'object' && details !== null && 'kind' in details
    ? (details as StepResult)
    : undefined;
}

async function readText(text: Text): Promise<string> {
  const ids = [...messagesIn(text).keys()];
  const stored = ids.length === 0 ? [] : await readTexts({ ids });
  const byId = new Map(stored.map(({ id, text: content }) => [id, content]));
  return fill(text, (id) => byId.get(id) ?? '');
}
