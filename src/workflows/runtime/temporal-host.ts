import {
  CancellationScope,
  isCancellation,
  patched,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import { fill, messagesIn, type Text } from '../../core/content.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import type { CallOwner } from '../../core/model-call.ts';
import { runDetails } from '../../core/web-ui/run-details.ts';
import * as webUi from '../../core/web-ui/summaries.ts';
import { effects } from './activities.ts';
import { runChild } from './child-run.ts';
import type { Host } from './host.ts';

/** What differs between the runs of a host. */
export interface HostedRun {
  owner: CallOwner;
  /** `null` in a user's own workflow. */
  spec: Step | null;
  context: Text | null;
  /** @see RunInput.heartbeatTimeoutMs */
  heartbeatMs: number | undefined;
  /** Continues as a new run. */
  continueFrom: (state: object) => Promise<never>;
}

/** The side effects of a step as Temporal activities and child workflows. */
export function temporalHost(run: HostedRun): Host {
  const { owner, spec, context, heartbeatMs } = run;
  const ended: { result: StepResult; path: string }[] = [];
  return {
    ...effects,
    async callModel(call, limit) {
      const watched = { ...limit, heartbeatMs };
      const reply = await effects.callModel(call, watched, webUi.modelCall(call, spec));
      return { ...reply, toolCalls: reply.toolCalls ?? [] }; // an earlier version's history has none
    },
    runTool: (call, policy, limit) => effects.runTool(call, policy, { ...limit, heartbeatMs }),
    runTransform: (call, limit) => effects.runTransform(call, { ...limit, heartbeatMs }),
    storeTexts: (texts) => effects.storeTexts(texts, owner.run),
    readFacts: (user, limit) => effects.readFacts(user, owner.run, limit),
    read: readText,
    child: (step, input, id, deadline) =>
      runChild(step, id, { input, context, owner, deadline, heartbeatMs }),
    cancellable(body) {
      const scope = new CancellationScope();
      return scope.run(() => body(() => scope.cancel()));
    },
    isCancellation,
    async checkpoint(state, { since } = {}) {
      if (isHistoryLong() && (since === undefined || patched(since))) await run.continueFrom(state);
    },
    ended(result, path) {
      ended.push({ result, path });
      setCurrentDetails(runDetails(ended, spec));
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

async function readText(text: Text): Promise<string> {
  const ids = [...messagesIn(text).keys()];
  const stored = ids.length === 0 ? [] : await effects.readTexts(ids);
  const byId = new Map(stored.map(({ id, text: content }) => [id, content]));
  return fill(text, (id) => byId.get(id) ?? '');
}
