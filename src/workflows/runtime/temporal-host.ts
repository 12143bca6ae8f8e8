import { CancellationScope, isCancellation, patched, workflowInfo } from '@temporalio/workflow';
import { fill, messagesIn, type Text } from '../../core/content.ts';
import type { ToldEvent } from '../../core/events.ts';
import { Failure, failureType } from '../../core/failures.ts';
import type { Step } from '../../core/kinds/step.ts';
import { stepTitle } from '../../core/kinds/titles.ts';
import type { AnsweredEarlier } from '../../core/questions/answers.ts';
import type { CallOwner } from '../../core/model-call.ts';
import * as webUi from '../../core/web-ui/summaries.ts';
import { effects } from './activities.ts';
import { CallsInFlight } from './calls-in-flight.ts';
import { runChild } from './child-run.ts';
import { Questions } from './questions.ts';
import { type Change, changes, type Host } from './host.ts';
import type { ShownDetails } from './shown-details.ts';
import type { ToldEvents } from './told-events.ts';

/** What differs between the runs of a host. */
export interface HostedRun {
  owner: CallOwner;
  /** First-execution run id of the workflow. */
  execution: string;
  /** `null` in a user's own workflow. */
  spec: Step | null;
  /** Of whoever has started the run. */
  version: number;
  /** @see RunInput.heartbeatTimeoutMs */
  heartbeatMs: number | undefined;
  /** @see RunInput.searchable */
  searchable: boolean;
  /** @see Asker.earlier */
  earlier: readonly AnsweredEarlier[];
  /** What was told and is not written yet. */
  told: ToldEvents;
  /** What the Web UI shows of the workflow. */
  details: ShownDetails;
  /** What goes on beside the pattern; `null`: nothing does. */
  beside: () => Promise<unknown> | null;
  /** Continues as a new run. */
  continueFrom: (state: object, answered: AnsweredEarlier[]) => Promise<never>;
}

/** The side effects of a step as Temporal activities and child workflows. */
export function temporalHost(run: HostedRun): Host {
  const { owner, execution, spec, version, heartbeatMs, searchable } = run;
  const { told, details } = run;
  const applies = (change: Change) => version >= changes[change] || patched(change);
  const calls = new CallsInFlight(execution, applies);
  const host: Host = {
    ...effects,
    ...longCalls(run, calls),
    storeTexts: (texts) => effects.storeTexts(texts, owner.run, applies('local-store')),
    readFacts: (user, limit) => effects.readFacts(user, owner.run, limit),
    read: (text) => readText(text, applies),
    settleItems: (list, items) =>
      CancellationScope.nonCancellable(() => effects.settleItems(list, items)),
    child(step, input, { id, ...around }) {
      questions(); // it may ask, and answers may come here
      const known = { ...around, owner, heartbeatMs, searchable };
      return told.carry((tell) => runChild(step, id, { ...known, input, tell }));
    },
    cancellable(body) {
      const scope = new CancellationScope();
      return scope.run(() =>
        body(() => {
          scope.cancel();
          calls.stop(scope);
        }),
      );
    },
    stopAllCalls: () => calls.stop(),
    isCancellation: (error) => isCancellation(error) || failureType(error) === Failure.runCancelled,
    async checkpoint(state, { since } = {}) {
      if (!isHistoryLong() || !(since === undefined || patched(since))) return;
      const beside = run.beside();
      if (beside !== null) await beside; // what it tells is of this run
      await told.end(applies);
      await run.continueFrom(state, questions().answered());
    },
    applies,
    ended(result, path) {
      details.ended(result, path);
    },
    titleOf: (path) => stepTitle(path, spec),
    ...telling(run, applies),
    ask: (at, question) => questions().ask(at, question, host),
  };
  const questions = () =>
    Questions.of({ ...owner, searchable: searchable || null, earlier: run.earlier }, host);
  // A user's own workflow may take answers of its own, as long as nobody is asked here.
  if (spec !== null) questions();
  return host;
}

/** A run of an earlier version tells nothing to followers. */
function telling(
  { told, details }: HostedRun,
  applies: Host['applies'],
): Pick<Host, 'tell' | 'lead' | 'flush' | 'flushBeside'> {
  return {
    tell(path, event, key) {
      details.hear(path, event);
      if (applies('events')) told.tell(path, event, key);
    },
    lead(path, event, key) {
      details.hear(path, event);
      if (applies('events')) told.lead(path, event, key);
    },
    flush: (options) => told.flush(options),
    flushBeside: () => told.flushBeside(),
  };
}

/** What may take long: it can be stopped, and carries what was told. */
function longCalls(
  { spec, heartbeatMs, told, details, execution }: HostedRun,
  calls: CallsInFlight,
): Pick<Host, 'callModel' | 'runTool' | 'runTransform'> {
  const callModel = modelCaller({ spec, heartbeatMs, details });
  return {
    callModel: (call, limit, here) =>
      calls.track(call.key.step, () =>
        told.carry((tell) => callModel(withEvents(call, tell), limit, here)),
      ),
    runTool: (tool, policy, limit) =>
      calls.track(tool.key.step, () =>
        told.carry((tell) =>
          effects.runTool(withEvents(tool, tell), policy, { ...limit, heartbeatMs }),
        ),
      ),
    runTransform: (call, limit) =>
      calls.track(call.id.slice(execution.length + 1), () =>
        told.carry((tell) =>
          effects.runTransform(withEvents(call, tell), { ...limit, heartbeatMs }),
        ),
      ),
  };
}

/** The input of a call, with what has happened before it. */
function withEvents<T extends { tell?: ToldEvent[] }>(call: T, tell: ToldEvent[]): T {
  return tell.length === 0 ? call : { ...call, tell };
}

/** Makes model calls, locally where that is wanted and the worker serves their provider. */
function modelCaller({
  spec,
  heartbeatMs,
  details,
}: Pick<HostedRun, 'spec' | 'heartbeatMs' | 'details'>): Host['callModel'] {
  const elsewhere = new Set<string>();
  return async (call, limit, here) => {
    const { provider } = call.settings;
    const summary = webUi.modelCall(call, spec);
    if (here && !elsewhere.has(provider)) {
      try {
        const reply = await effects.callModelHere(call, limit, summary);
        details.said(reply);
        return reply;
      } catch (error) {
        if (failureType(error) !== Failure.providerNotServed) throw error;
        elsewhere.add(provider);
      }
    }
    const reply = await effects.callModel(call, { ...limit, heartbeatMs }, summary);
    details.said(reply);
    return { ...reply, toolCalls: reply.toolCalls ?? [] }; // an earlier version's history has none
  };
}

/** Where a history is cut, well before the server suggests it: at 4,096 events or 4 MiB. */
const historyLimit = { events: 3_000, bytes: 3 * 1024 * 1024 };

function isHistoryLong(): boolean {
  const { historyLength, historySize, continueAsNewSuggested } = workflowInfo();
  const { events, bytes } = historyLimit;
  return continueAsNewSuggested || historyLength > events || historySize > bytes;
}

async function readText(text: Text, applies: Host['applies']): Promise<string> {
  const ids = [...messagesIn(text).keys()];
  const stored = ids.length === 0 ? [] : await effects.readTexts(ids, applies('local-store'));
  const byId = new Map(stored.map(({ id, text: content }) => [id, content]));
  return fill(text, (id) => byId.get(id) ?? '');
}
