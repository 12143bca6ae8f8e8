import { escapeString, escapeText, join, type Text } from '../../content.ts';
import { element, onOneLine } from '../../elements.ts';
import { type Answer, toContext } from '../../render.ts';
import { ownTag } from '../debate/prompts.ts';
import type { Effort, PlanTask } from './plan.ts';
import { requestTag } from './prompts.ts';

/** A result that a task needs, and why a verifier has not accepted it. */
export interface Need extends Answer {
  refused?: string | undefined;
}

/**
 * What a worker is told: first what is the same in all of its tasks. What the planner writes cannot look
 * like the result of another worker.
 */
export function taskPrompt(question: Text, planned: PlanTask, needs: readonly Need[]): Text {
  const refused = needs.filter((need) => need.refused !== undefined);
  return join(
    'A larger request, which others work on as well:\n',
    element(requestTag, escapeText(question, 'xml')),
    needs.length === 0 ? '' : join('\n\nResults of earlier tasks:\n', toContext(needs)),
    refused.length === 0
      ? ''
      : `\n\nNot all of them passed a check:\n${refused.map(doubt).join('\n')}`,
    planned.objective === undefined ? plainTask(planned) : brief(planned),
    '\n\nDo your task only.',
  );
}

/** What a worker is told who has a request alone: what it says is the answer. */
export function wholePrompt(question: Text, planned: PlanTask): Text {
  return join(
    'A request, which nobody else works on:\n',
    element(requestTag, escapeText(question, 'xml')),
    `\n\nThe task that was made of it:${briefLines(planned)}`,
    '\n\nWhat you say is the answer to the request.',
  );
}

function doubt({ agentName, refused = '' }: Need): string {
  return `- ${onOneLine(agentName)}: ${onOneLine(refused)}`;
}

function plainTask({ task: text, context }: PlanTask): string {
  const about = context === '' ? '' : `\n\nWhat you need to know: ${escapeString(context, 'xml')}`;
  return `\n\nYour task is a part of it: ${escapeString(text, 'xml')}${about}`;
}

const effortWords: Record<Effort, string> = {
  low: 'low: a short look is enough',
  medium: 'medium: as much as the objective needs',
  high: 'high: be thorough, and check what you find',
};

function brief(planned: PlanTask): string {
  return `\n\nYour task is a part of it.${briefLines(planned)}`;
}

function briefLines(planned: PlanTask): string {
  const { objective, outputFormat = '', boundaries = '', effort = 'medium' } = planned;
  const lines = [
    ['Objective', objective ?? planned.task],
    ['Expected output', outputFormat],
    ['Boundaries', boundaries],
    ['Effort', effortWords[effort]],
  ] as const;
  const said = lines.filter(([, text]) => text !== '');
  return said.map(([name, text]) => `\n${name}: ${escapeString(text, 'xml')}`).join('');
}

/** What a worker is told whose result was sent back: its task once more, its result, and the reason. */
export function taskAgain(asked: Text, result: Text, reason: string): Text {
  return join(
    asked,
    '\n\nYou have done it before:\n',
    element(ownTag, escapeText(result, 'xml')),
    `\n\nThat was checked and sent back: ${escapeString(reason, 'xml')}`,
    '\n\nDo your task again so that this is mended, and give the whole result.',
  );
}
