import { showCost, showDuration, simulatedNote } from '../../amounts.ts';
import { baselineIn, withoutBaseline } from '../baseline-in.ts';
import { type AgentSpending, spentByAgent, spentOf } from '../spending.ts';
import type { RunView } from '../types.ts';
import { code, inline, quoted, table } from './safe-markdown.ts';
import { writeInside } from './write-node.ts';

/** What a document of a run tells besides what has happened in it. */
export interface MarkdownAbout {
  /** What was asked. */
  question: string;
  context: string | null;
  user: string | null;
  /** Whether the simulated model has answered. */
  simulated: boolean;
}

/** A run as a document in Markdown: what was asked, what was said by whom, votes, costs. */
export function runMarkdown(view: RunView, about: MarkdownAbout): string {
  const { root, warnings } = view;
  const title = inline(view.name === '' ? view.run : view.name);
  const conversation = writeInside(withoutBaseline(root), 3);
  const blocks = [
    `# ${title}`,
    ...(about.simulated ? [`**${inline(simulatedNote)}**`] : []),
    factsOf(view, about),
    '## Question',
    quoted(about.question),
    ...(about.context === null ? [] : ['## Background', quoted(about.context)]),
    ...(conversation.length === 0 ? [] : ['## Conversation', ...conversation]),
    ...answerOf(view),
    ...baselineOf(view),
    '## Costs',
    costTable(view),
    ...(warnings.length === 0 ? [] : ['## Warnings', warningLines(view)]),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function factsOf({ run, root }: RunView, { user }: MarkdownAbout): string {
  const { kind, state, startedAt, durationMs } = root;
  const rows = [
    ['Run', inline(run)],
    ...(kind === null ? [] : [['Kind', inline(kind)]]),
    ['State', states[state]],
    ...(startedAt === null ? [] : [['Started', startedAt]]),
    ...(durationMs === null ? [] : [['Took', showDuration(durationMs)]]),
    ...(user === null ? [] : [['User', inline(user)]]),
  ];
  return table(['', ''], rows);
}

const states: Record<RunView['root']['state'], string> = {
  waiting: 'not started',
  running: 'goes on',
  waitingForPerson: 'waits for a person',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

function answerOf({ root: { content, error } }: RunView): string[] {
  const failed = error === null ? [] : [`**${inline(error.type)}**`, quoted(error.message)];
  if (content === null) return failed.length === 0 ? [] : ['## Answer', ...failed];
  return ['## Answer', quoted(content), ...failed];
}

/** What one agent alone has said, and what that has cost. */
function baselineOf({ root }: RunView): string[] {
  const baseline = baselineIn(root);
  if (baseline === null) return [];
  const { content, error, cost, durationMs } = baseline;
  const spent = [
    ...(cost === null ? [] : [showCost(cost)]),
    ...(durationMs === null ? [] : [showDuration(durationMs)]),
  ];
  return [
    '## Baseline: one agent alone',
    ...(content === null ? [] : [quoted(content)]),
    ...(error === null ? [] : [`**${inline(error.type)}**`, quoted(error.message)]),
    ...(spent.length === 0 ? [] : [`Alone: ${spent.join(', ')}.`]),
  ];
}

function costTable({ root }: RunView): string {
  const spent = spentOf(root);
  const rows = spentByAgent(root).map((each) => spendingRow(inline(each.agent), each));
  const total = ['**total**', `${spent.calls}`, `${spent.inputTokens}`, `${spent.outputTokens}`];
  const head = ['Agent', 'Calls', 'Tokens in', 'Tokens out', 'Cost'];
  return table(head, [...rows, [...total, showCost(root.cost ?? spent.cost)]]);
}

function spendingRow(name: string, spent: AgentSpending): string[] {
  const { calls, inputTokens, outputTokens, cost } = spent;
  return [name, `${calls}`, `${inputTokens}`, `${outputTokens}`, showCost(cost)];
}

function warningLines({ warnings }: RunView): string {
  return warnings.map(({ warning, message }) => `- ${code(warning)} ${inline(message)}`).join('\n');
}
