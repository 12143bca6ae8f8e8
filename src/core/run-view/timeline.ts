import { oncePer } from './memo.ts';
import { nameOf } from './name-of.ts';
import type { ToolUse, Turn, ViewNode, ViewQuestion } from './types.ts';

/** Something that took time. */
export interface Bar {
  /** Path of the step that it is of. */
  path: string;
  /** Whose time it is, for a row: an agent, a person, or a tool's agent. */
  row: string;
  /** `retry`: an attempt that came to nothing; `person`: a person is waited for. */
  what: 'turn' | 'retry' | 'tool' | 'person';
  /** In words, such as the title of the step, the name of the tool, or why it was asked again. */
  label: string;
  /** ISO 8601; `to`: `null`: it goes on. */
  from: string;
  to: string | null;
  /** How it ended; of a person `done` where somebody has answered. */
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Path of the step whose end this one's step has waited for; of its first bar, else `null`. */
  waitedFor: string | null;
  /** `seq` of the turn that it is, or belongs to; `null`: none. */
  turn: number | null;
}

/**
 * Everything in a step and inside it that took time, in the order in which it began. The bars of a step
 * that has not changed are the same objects as before.
 */
export function timelineOf(node: ViewNode): Bar[] {
  return [...inOrder(node)];
}

const inOrder: (node: ViewNode) => readonly Bar[] = oncePer((node) => {
  const bars = [...ownBars(node)];
  for (const child of node.children) bars.push(...inOrder(child));
  return bars.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
});

const ownBars: (node: ViewNode) => readonly Bar[] = oncePer(barsOf);

function barsOf(node: ViewNode): Bar[] {
  const bars = [
    ...node.turns.flatMap((turn) => barsOfTurn(node, turn)),
    ...node.tools.map((use) => barOfTool(node, use)),
    ...node.questions.flatMap((question) => barOfQuestion(node, question)),
  ];
  return bars.map((bar, index) => ({
    ...bar,
    path: node.path,
    waitedFor: index === 0 ? node.waitedFor : null,
  }));
}

type OwnBar = Omit<Bar, 'path' | 'waitedFor'>;

function barsOfTurn(node: ViewNode, turn: Turn): OwnBar[] {
  const label = node.title === node.who ? nameOf(node) : node.title;
  const { agent: row, seq, retries, startedAt, endedAt } = turn;
  const lost = retries.map(({ reason, at }, index): OwnBar => {
    const from = retries[index - 1]?.at ?? startedAt;
    return { row, what: 'retry', label: reason, from, to: at, state: 'failed', turn: seq };
  });
  const from = retries.at(-1)?.at ?? startedAt;
  const state = turn.state === 'unusable' ? 'failed' : turn.state;
  return [...lost, { row, what: 'turn', label, from, to: endedAt, state, turn: seq }];
}

function barOfTool(node: ViewNode, use: ToolUse): OwnBar {
  const { name, state, startedAt, endedAt, turn } = use;
  const row = node.turns.find(({ seq }) => seq === turn)?.agent ?? nameOf(node);
  return { row, what: 'tool', label: name, from: startedAt, to: endedAt, state, turn };
}

function barOfQuestion(node: ViewNode, question: ViewQuestion): OwnBar[] {
  const { askedAt, answer, approval, assignee } = question;
  if (askedAt === null) return [];
  const label = approval === null ? question.question : `approval of ${approval.tool}`;
  const state = answer === null ? 'running' : answer.means === 'ended' ? 'cancelled' : 'done';
  const to = answer?.at ?? null;
  return [
    { row: assignee ?? nameOf(node), what: 'person', label, from: askedAt, to, state, turn: null },
  ];
}
