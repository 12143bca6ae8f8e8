import { colors } from './colors.ts';
import type { StepResult } from '../../core/results.ts';
import type { Answer } from '../output.ts';
import { showCost, showDuration, showUsage, simulatedNote } from './amounts.ts';
import { debateText } from './debate.ts';
import { supervisorText, workerRows } from './supervisor.ts';
import { excerpt, table } from './table.ts';
import { threadNote } from './thread.ts';

/** A result as `run` and `resume` print it: the document of the public contract, and `url`. */
export function resultAnswer(result: StepResult<string>, url: string | null): Answer {
  return { document: { ...result, url }, text: resultText(result, url) };
}

/** The content or the error, then who said what, how long it took and what it cost. */
export function resultText(result: StepResult<string>, url: string | null): string {
  const { content, error, totalDurationMs, totalCost, unpriced, usage, simulated } = result;
  const ended = error === null ? (content ?? '') : colors.red(`${error.type}: ${error.message}`);
  const total = ['total', showUsage(usage), showDuration(totalDurationMs), showCost(totalCost)];
  return [
    ended,
    '',
    ...courseOf(result),
    table([...rowsOf(result, 0), total]),
    ...threadNotes(result),
    ...(unpriced.length > 0 ? [`No price is known for ${unpriced.join(', ')}.`] : []),
    ...(simulated ? [colors.yellow(simulatedNote)] : []),
    ...(url === null ? [] : [`Web UI: ${url}`]),
  ].join('\n');
}

/** How a supervisor or a debate went; nothing for others. */
export function courseOf(result: StepResult<string>): string[] {
  if (result.kind === 'supervisor') return [supervisorText(result), ''];
  return result.kind === 'debate' ? [debateText(result), ''] : [];
}

function rowsOf(result: StepResult<string>, depth: number): string[][] {
  if (depth === 0 && result.kind === 'supervisor') return workerRows(result);
  if (depth === 0 && result.kind === 'debate') return [];
  const parts = partsOf(result);
  if (depth === 0 && parts.length > 0) return parts.flatMap((part) => rowsOf(part, 1));
  const { name, content, error, totalDurationMs, totalCost } = result;
  const said = error === null ? excerpt(content ?? '') : excerpt(`${error.type}: ${error.message}`);
  const own = [
    '  '.repeat(Math.max(0, depth - 1)) + name,
    parts.length > 0 && error === null ? '' : said,
    showDuration(totalDurationMs),
    showCost(totalCost),
  ];
  return [own, ...parts.flatMap((part) => rowsOf(part, depth + 1))];
}

function threadNotes(result: StepResult<string>): string[] {
  const own = result.kind === 'agent' ? threadNote(result.name, result.thread) : undefined;
  return [...(own === undefined ? [] : [own]), ...partsOf(result).flatMap(threadNotes)];
}

function partsOf(result: StepResult<string>): StepResult<string>[] {
  switch (result.kind) {
    case 'agent':
      return [];
    case 'parallel':
      return result.results;
    case 'pipeline':
      return result.steps;
    case 'supervisor':
    case 'debate':
      return [];
  }
}
