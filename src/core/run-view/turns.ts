import type { RunEvent } from '../events.ts';
import type { Turn, ViewNode, WrittenCall } from './types.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** An attempt after the first goes on with the turn that was given up. */
export function turnStarted(node: ViewNode, event: EventOf<'turn.started'>): ViewNode {
  const { seq, at, agent, provider, model, attempt } = event;
  const last = node.turns.at(-1);
  const asked = { agent, provider, model, attempt };
  if (last?.state === 'running' && attempt > 1)
    return withLast(node, { ...last, ...asked, ...unsaid, textSince: seq });
  const before = last?.state === 'running' ? closeTurn(node, 'failed', at) : node;
  const turn: Turn = {
    seq,
    number: node.turns.length + 1,
    ...asked,
    state: 'running',
    ...unsaid,
    retries: [],
    usage: null,
    cost: null,
    problem: null,
    startedAt: at,
    endedAt: null,
    textSince: seq,
  };
  return { ...before, turns: [...before.turns, turn] };
}

const unsaid = { text: '', writing: [] } as const;

export function turnRetried(node: ViewNode, event: EventOf<'turn.retried'>): ViewNode {
  const { reason, at, seq } = event;
  return changeOpen(node, (turn) => {
    const retries = [...turn.retries, { reason, at, attempt: turn.attempt }];
    return { ...turn, ...unsaid, retries, textSince: seq };
  });
}

export function turnEnded(node: ViewNode, event: EventOf<'turn.ended'>): ViewNode {
  const { text, usage, cost, problem, at } = event;
  const state = problem === null ? 'done' : 'unusable';
  const changed = { text, usage, cost, problem, state, writing: [], endedAt: at } as const;
  return changeOpen(node, (turn) => ({ ...turn, ...changed }));
}

/** A piece that was given already, or of what counts no more, changes nothing. */
export function textDelta(node: ViewNode, event: EventOf<'text.delta'>): ViewNode {
  return changeOpen(node, (turn) => {
    if (event.turn < turn.textSince) return turn;
    const text = withPiece(turn.text, event);
    return text === turn.text ? turn : { ...turn, text };
  });
}

export function toolDelta(node: ViewNode, event: EventOf<'tool.delta'>): ViewNode {
  return changeOpen(node, (turn) => {
    if (event.turn < turn.textSince) return turn;
    const { call, name } = event;
    const before = turn.writing.find((each) => each.call === call);
    const args = withPiece(before?.args ?? '', event);
    if (args === before?.args) return turn;
    return { ...turn, writing: withCall(turn.writing, { call, name, args }) };
  });
}

function withCall(writing: readonly WrittenCall[], written: WrittenCall): WrittenCall[] {
  const others = writing.filter(({ call }) => call !== written.call);
  return [...others, written].toSorted((one, other) => one.call - other.call);
}

function withPiece(before: string, { offset, text }: { offset: number; text: string }): string {
  const end = offset + text.length;
  if (end <= before.length) return before;
  return before + text.slice(Math.max(0, before.length - offset));
}

/** A turn that has had no reply when its step ends has none any more. */
export function closeTurn(
  node: ViewNode,
  state: 'failed' | 'cancelled',
  endedAt: string,
): ViewNode {
  return changeOpen(node, (turn) => ({ ...turn, state, writing: [], endedAt }));
}

function changeOpen(node: ViewNode, change: (turn: Turn) => Turn): ViewNode {
  const last = node.turns.at(-1);
  if (last === undefined || last.state !== 'running') return node;
  const changed = change(last);
  return changed === last ? node : withLast(node, changed);
}

function withLast(node: ViewNode, turn: Turn): ViewNode {
  return { ...node, turns: node.turns.with(node.turns.length - 1, turn) };
}
