import type { RunEvent } from '../events.ts';
import { Failure } from '../failure-types.ts';
import { kindView } from './kinds/registry.ts';
import { withKind } from './open.ts';
import { answered, asked, closeQuestions } from './questions.ts';
import { toolCalled, toolEnded, toolProgressed } from './tools.ts';
import { afterAnswer, afterReply, goesOn } from './settled.ts';
import { closeTurn, toolDelta, textDelta, turnEnded, turnRetried, turnStarted } from './turns.ts';
import type { NodeState, ViewNode } from './types.ts';

/** What a node is after an event at its path. */
export function nodeAfter(node: ViewNode, event: RunEvent): ViewNode {
  const after = changes[event.type] as Change<RunEvent['type']> | undefined;
  return after === undefined ? told(node, event) : after(node, event);
}

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;
type Change<T extends RunEvent['type']> = (node: ViewNode, event: EventOf<T>) => ViewNode;

/** What stands nowhere here, only a kind understands; of a later version, none does. */
const changes: { readonly [T in RunEvent['type']]?: Change<T> } = {
  'run.started': (node, { kind, name, at }) => ({
    ...started(withKind(node, kind), at),
    title: name,
    who: name,
  }),
  'run.ended': (node, event) => ({
    ...ended(node, event),
    durationMs: runDuration(event.result) ?? spanOf(node.startedAt, event.at),
  }),
  'step.started': (node, { kind, title, at }) =>
    started(withKind(node.spec === null ? withTitle(node, title) : node, kind), at),
  'step.ended': (node, event) => ({
    ...ended(node, event),
    durationMs: event.durationMs,
    cost: event.cost,
    content: event.content ?? (event.success ? lastSaid(node) : null),
  }),
  'turn.started': (node, event) => turnStarted(goesOn(node), event),
  'turn.retried': turnRetried,
  'turn.ended': (node, event) => afterReply(turnEnded(node, event), node, event),
  'text.delta': textDelta,
  'tool.delta': toolDelta,
  'tool.called': (node, event) => toolCalled(goesOn(node), event),
  'tool.progress': toolProgressed,
  'tool.ended': toolEnded,
  'question.asked': asked,
  'question.answered': (node, event) => afterAnswer(answered(node, event)),
  warning: (node, { path, warning, message, at }) => ({
    ...node,
    warnings: [...node.warnings, { path, warning, message, at }],
  }),
};

/** What only the node's kind understands. */
function told(node: ViewNode, event: RunEvent): ViewNode {
  if (node.kind === null || event.type === 'text.delta' || event.type === 'tool.delta') return node;
  const own = kindView(node.kind).told?.(node.own, event);
  return own === undefined || own === node.own ? node : { ...node, own };
}

function started(node: ViewNode, at: string): ViewNode {
  if (node.startedAt !== null) return node;
  return { ...node, state: node.state === 'waiting' ? 'running' : node.state, startedAt: at };
}

/** The words for its last element stand behind those for the elements before it. */
function withTitle(node: ViewNode, title: string): ViewNode {
  const own = title.slice(title.lastIndexOf('/') + 1);
  const [who = own] = own.split(' · ');
  return { ...node, title: own, who };
}

function ended(node: ViewNode, { success, error, at }: EventOf<'run.ended' | 'step.ended'>) {
  const state = endState(success, error?.type);
  const turnState = state === 'cancelled' ? state : 'failed';
  return { ...closeQuestions(closeTurn(node, turnState, at), at), state, error, endedAt: at };
}

/** As the result says it: its first event is written when an activity begins, some time after the run has. */
function runDuration(result: unknown): number | null {
  if (typeof result !== 'object' || result === null || !('totalDurationMs' in result)) return null;
  return typeof result.totalDurationMs === 'number' ? result.totalDurationMs : null;
}

function spanOf(startedAt: string | null, endedAt: string): number | null {
  return startedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
}

function endState(success: boolean, type: string | undefined): NodeState {
  if (success) return 'done';
  return type === Failure.runCancelled ? 'cancelled' : 'failed';
}

function lastSaid({ turns, content }: ViewNode): string | null {
  return turns.at(-1)?.text ?? content;
}
