import { excerpt, showCost, showDuration, showUsage, simulatedNote } from '../../core/amounts.ts';
import { baselineTitle } from '../../core/baseline.ts';
import { kindOf } from '../../core/kinds/registry.ts';
import { innerResults } from '../../core/kinds/results.ts';
import type { SeenThread } from '../../core/thread-window.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import type { Block, ReportedPart } from '../../core/report.ts';
import type { Answer } from '../output.ts';
import { colors } from './colors.ts';
import { linkLines, linksOf, type RunLinks } from './links.ts';
import { table } from './table.ts';

/** A result as `run` and `resume` print it: the document of the public contract, and its links. */
export function resultAnswer(result: StepResult<string>, links: RunLinks): Answer {
  return { document: { ...result, ...linksOf(links) }, text: resultText(result, links) };
}

/**
 * The content or the error, then who said what, how long it took and what it cost.
 *
 * @param links `null`: it is no run of its own
 */
export function resultText(result: StepResult<string>, links: RunLinks | null): string {
  const { content, error, totalDurationMs, totalCost, unpriced, usage, simulated } = result;
  const ended = error === null ? (content ?? '') : colors.red(`${error.type}: ${error.message}`);
  const total = ['total', showUsage(usage), showDuration(totalDurationMs), showCost(totalCost)];
  return [
    ended,
    '',
    ...baselineLines(result),
    ...reportLines(result),
    table([...rowsOf(result), ...baselineRows(result), total]),
    ...threadNotes(result),
    ...warningLines(result),
    ...(unpriced.length > 0 ? [`No price is known for ${unpriced.join(', ')}.`] : []),
    ...(simulated ? [colors.yellow(simulatedNote)] : []),
    ...(links === null ? [] : linkLines(links)),
  ].join('\n');
}

/** What one agent alone has said, below the answer. What it took stands in the table. */
function baselineLines({ baseline }: StepResult<string>): string[] {
  if (baseline === undefined) return [];
  const { content, error } = baseline;
  const said = error === null ? (content ?? '') : colors.red(`${error.type}: ${error.message}`);
  return [colors.bold(`${baselineTitle}:`), said, ''];
}

/** What went on, but should be known; where, if not in the step itself. */
export function warningLines({ warnings }: Pick<StepResult<string>, 'warnings'>): string[] {
  return warnings.map(({ type, message, path }) =>
    colors.yellow(`${type}${path === '' ? '' : ` (${path})`}: ${message}`),
  );
}

/** How a step went, where its kind has more to say than its parts do, and an empty line after it. */
export function reportLines(result: StepResult<string>): string[] {
  const report = kindOf(result).report?.(result);
  return report === undefined ? [] : [...report.blocks.flatMap(linesOf), ''];
}

function linesOf(block: Block): string[] {
  return 'lines' in block ? block.lines : [table(block.rows)];
}

function rowsOf(result: StepResult<string>): string[][] {
  const report = kindOf(result).report?.(result);
  if (report !== undefined) return report.parts.map((part) => rowOf(part, 0));
  const parts = innerResults(result);
  return parts.length > 0 ? parts.flatMap((part) => rowsBelow(part, 0)) : rowsBelow(result, 0);
}

function baselineRows({ baseline }: StepResult<string>): string[][] {
  if (baseline === undefined) return [];
  const { name, content, error, totalDurationMs: durationMs, totalCost: cost } = baseline;
  return [rowOf({ name, content, error, durationMs, cost }, 0)];
}

function rowsBelow(result: StepResult<string>, depth: number): string[][] {
  const { name, content, error, totalDurationMs: durationMs, totalCost: cost } = result;
  const parts = innerResults(result);
  const said = parts.length > 0 && error === null ? '' : content;
  const own = rowOf({ name, content: said, error, durationMs, cost }, depth);
  return [own, ...parts.flatMap((part) => rowsBelow(part, depth + 1))];
}

function rowOf({ name, content, error, durationMs, cost }: ReportedPart, depth: number): string[] {
  const said = error === null ? excerpt(content ?? '') : excerpt(`${error.type}: ${error.message}`);
  return ['  '.repeat(depth) + name, said, showDuration(durationMs), showCost(cost)];
}

function threadNotes(result: StepResult<string>): string[] {
  const own = threadNote(result.name, result.thread);
  return [...(own === undefined ? [] : [own]), ...innerResults(result).flatMap(threadNotes)];
}

/** What a step has not seen of its thread; `undefined`: it has seen all, or has none. */
function threadNote(agentName: string, thread: SeenThread | null = null): string | undefined {
  if (thread === null || thread.omitted === 0) return undefined;
  const { name, messages, omitted, summarised } = thread;
  const instead =
    summarised === 0
      ? 'left out'
      : summarised < omitted
        ? `left out, a summary in place of the first ${summarised}`
        : 'left out, a summary in their place';
  return `Thread '${name}': ${agentName} saw the last ${messages} of ${messages + omitted} messages; ${omitted} ${instead}.`;
}
