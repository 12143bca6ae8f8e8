import type { RunEvent } from '../events.ts';
import { changeNodeAt, type Unseen } from './change-node.ts';
import { endRun } from './end-run.ts';
import { nodeAfter } from './node-after.ts';
import { flatAfter } from './flat-lists.ts';
import type { RunView, ViewNode } from './types.ts';

/**
 * The run after one more event. What the event does not touch stays the same object; an event that was
 * taken already changes nothing.
 */
export function apply(view: RunView, event: RunEvent): RunView {
  return after(view, event, new WeakSet());
}

/** The run after some events, in order: in less time than one by one. */
export function applyAll(view: RunView, events: readonly RunEvent[]): RunView {
  const unseen = new WeakSet();
  return events.reduce((before, event) => after(before, event, unseen), view);
}

function after(view: RunView, event: RunEvent, unseen: Unseen): RunView {
  const isPassing = event.type === 'text.delta' || event.type === 'tool.delta';
  if (!isPassing && event.seq <= view.seq) return view;
  const of = (node: ViewNode) => nodeAfter(node, event);
  const root = changeNodeAt(view.root, event.path, { of, at: event.at, unseen });
  const { seq, cursor, run } = event;
  const moved = { run, seq: Math.max(seq, view.seq), cursor, version: view.version + 1 };
  const changed = { ...view, ...moved, root, ...flatAfter(view, event) };
  if (event.type === 'run.started') return { ...changed, name: event.name };
  return event.type === 'run.ended' ? endRun(changed, event) : changed;
}
