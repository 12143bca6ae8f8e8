import { excerpt, showCost, showDuration } from '../../amounts.ts';
import { nodeBelow } from '../change-node.ts';
import type { ToolUse, Turn, ViewCheck, ViewNode, ViewQuestion } from '../types.ts';
import { writeKind } from './kinds/registry.ts';
import { code, inline, quoted } from './safe-markdown.ts';

/** Levels of headings that Markdown has. */
const deepest = 6;

/**
 * What has happened in a step, in blocks.
 *
 * @param level of the headings in it, from 1
 */
export function writeInside(node: ViewNode, level: number): string[] {
  return [...ownBlocks(node), ...kindBlocks(node, level)];
}

/** Its kind knows in which order; of a kind that is not known, the steps as they began. */
function kindBlocks(node: ViewNode, level: number): string[] {
  const step = (path: string, heading?: string) => writeStep(node, path, level, heading);
  if (node.kind === null) return node.children.flatMap(({ path }) => step(path));
  return writeKind(node.kind)(node, node.own, {
    heading: (words) => headingOf(words, level),
    step,
    said: (path) => writeSaid(node, path, level + 1),
  });
}

function headingOf(words: string, level: number): string {
  return `${'#'.repeat(Math.min(level, deepest))} ${words}`;
}

function writeStep(parent: ViewNode, path: string, level: number, heading?: string): string[] {
  const node = nodeBelow(parent, path);
  if (node === undefined) return [];
  const words = headingOf(heading ?? inline(node.title), level);
  if (node.startedAt === null) return [words, '_It has not begun._'];
  return [words, ...writeNode(node, level + 1)];
}

function writeSaid(parent: ViewNode, path: string, level: number): string[] {
  const node = nodeBelow(parent, path);
  return node === undefined ? [] : writeNode(node, level);
}

/** A step with what came of it; what a pattern has put together of its steps is said by these. */
function writeNode(node: ViewNode, level: number): string[] {
  const { content, error, children, state, questions } = node;
  const isAnswer = questions.some(({ answer }) => answer?.answer === content);
  const isPattern = children.length > 0 && node.kind !== 'agent'; // an agent's are its checks and tools
  const isTold = content === null || isPattern || isAnswer;
  const said = isTold ? [] : [quoted(content)];
  const going = state === 'running' && !isPattern ? writeOpen(node) : [];
  const failed = error === null ? [] : [`**${inline(error.type)}**`, quoted(error.message)];
  return [...writeInside(node, level), ...said, ...going, ...failed, spentLine(node)];
}

function writeOpen({ turns }: ViewNode): string[] {
  const text = turns.at(-1)?.text ?? '';
  return text === '' ? ['_It goes on._'] : [quoted(text), '_It goes on._'];
}

function spentLine({ turns, durationMs, cost }: ViewNode): string {
  const models = [...new Set(turns.map(({ model, provider }) => model ?? provider))].map(inline);
  const ended = durationMs === null ? [] : [showDuration(durationMs), showCost(cost)];
  const parts = [...models, ...ended];
  return parts.length === 0 ? '' : `_${parts.join(' · ')}_`;
}

/** What every step may have: attempts that came to nothing, tools, questions, warnings. */
function ownBlocks({ turns, tools, checks, questions, warnings }: ViewNode): string[] {
  const lines = [
    ...turns.flatMap(turnLines),
    ...tools.map(toolLine),
    ...checks.map(checkLine),
    ...warnings.map(({ warning, message }) => `- ${code(warning)} ${inline(message)}`),
  ];
  return [...(lines.length === 0 ? [] : [lines.join('\n')]), ...questions.flatMap(writeQuestion)];
}

function turnLines({ number, retries, state, problem }: Turn): string[] {
  const again = retries.map(({ reason }) => `- Turn ${number} was asked again: ${inline(reason)}`);
  if (state === 'unusable')
    return [...again, `- Turn ${number} was of no use: ${inline(problem ?? '')}`];
  return state === 'failed' ? [...again, `- Turn ${number} had no reply`] : again;
}

/** Characters of arguments and results that are shown; `json` has the whole. */
const shownCharacters = 300;

function toolLine({ name, args, result, error, state }: ToolUse): string {
  const asked = args === null ? '_not called_' : code(excerpt(args, shownCharacters));
  const came = state === 'running' ? '_goes on_' : code(excerpt(result ?? '', shownCharacters));
  const end = error === null ? came : inline(excerpt(error, shownCharacters));
  return `- Tool ${code(name)} ${asked} → ${end}`;
}

function checkLine({ name, when, decision, reason, tool }: ViewCheck): string {
  const about = tool === null ? '' : ` of ${code(tool)}`;
  const why = reason === null ? '' : `: ${inline(excerpt(reason, shownCharacters))}`;
  return `- Check ${code(name)} (${when}${about}) → **${decision}**${why}`;
}

function writeQuestion({ question, choices, approval, answer }: ViewQuestion): string[] {
  const call = approval === null ? [] : [`${code(approval.tool)} ${code(approval.args)}`];
  const from = choices.length === 0 ? [] : [`Choices: ${choices.map(inline).join(', ')}`];
  const asked = question === '' ? [] : ['**Asked of a person**', quoted(question)];
  return [...asked, ...call, ...from, ...answerBlocks(answer)];
}

function answerBlocks(answer: ViewQuestion['answer']): string[] {
  if (answer === null) return ['_Nobody has answered yet._'];
  const by = answer.by === null ? '' : ` by ${inline(answer.by)}`;
  const why = answer.reason === null ? [] : [quoted(answer.reason)];
  if (answer.approved !== null)
    return [`**${answer.approved ? 'Allowed' : 'Denied'}**${by}`, ...why];
  if (answer.answer === null) return ['_Nobody has answered in time._'];
  const how = by === '' ? ` (${inline(answer.means)})` : by;
  return [`**Answered**${how}`, quoted(answer.answer), ...why];
}
