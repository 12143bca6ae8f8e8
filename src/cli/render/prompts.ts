import { stringify } from 'yaml';
import { showCost, showDuration, simulatedNote } from '../../core/amounts.ts';
import type { RunTurnTexts } from '../../core/run-turns.ts';
import type { Answer } from '../output.ts';
import { colors } from './colors.ts';

/** What was sent and what came back, turn by turn: as JSON the whole, for people in YAML. */
export function promptsAnswer(run: string, turns: readonly RunTurnTexts[]): Answer {
  const isSimulated = turns.some(({ simulated }) => simulated);
  const text = [
    ...turns.map(turnText),
    ...(isSimulated ? [colors.yellow(simulatedNote)] : []),
  ].join('\n\n');
  return { document: { success: true, id: run, turns }, text };
}

function turnText(turn: RunTurnTexts): string {
  const { api, request, missing, reply } = turn;
  const sent =
    request === null ? `Request: not known: ${missing ?? ''}` : part(`Request (${api})`, request);
  return [
    heading(turn),
    sent,
    ...(reply === null ? [] : [part('Reply', withoutNothing(reply))]),
  ].join('\n');
}

function heading({ turn, agent, model, state, durationMs, cost, problem, error }: RunTurnTexts) {
  const why = problem ?? error;
  const spent = durationMs === null ? [] : [showDuration(durationMs), showCost(cost)];
  const parts = [agent, model, why === null ? state : `${state}: ${why}`, ...spent];
  return `${colors.bold(`Turn ${turn}`)} · ${parts.join(' · ')}`;
}

function part(title: string, value: object): string {
  const lines = stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
  return [`${title}:`, ...lines.map((line) => `  ${line}`.trimEnd())].join('\n');
}

function withoutNothing({ text, toolCalls, items }: NonNullable<RunTurnTexts['reply']>): object {
  return {
    text,
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(items.length > 0 && { items }),
  };
}
