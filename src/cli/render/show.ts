import { colors } from './colors.ts';
import {
  isWait,
  listSteps,
  type RunProgress,
  type StepProgress,
  stepTree,
} from '../../client/progress/index.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import { isSimulated, stepStatus } from '../live/step-line.ts';
import { stepTitle } from '../../core/kinds/titles.ts';
import type { Answer } from '../output.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';
import { linkLines, linksOf, type RunLinks } from './links.ts';
import { howToAnswer, questionLine } from './question.ts';
import { commandLine, inSentence } from './shell-word.ts';
import { showCost, showDuration, showUsage, simulatedNote } from '../../core/amounts.ts';
import { reportLines, warningLines } from './result.ts';
import { readableReply } from './structured.ts';

/** A run whose stored texts were read: every text in it is a string. */
export interface ShownRun extends RunProgress {
  result: StepResult<string> | null;
  input: string;
  content: string | null;
  steps: ShownStep[];
}

interface ShownStep extends StepProgress {
  content: string | null;
}

/** What the server tells about a run, besides its history. */
export interface ShownThere extends RunLinks {
  /** Whether some process serves it, as far as the server tells. */
  goesOn: boolean;
  /** What waits for people in the whole run. */
  questions: readonly WaitingQuestion[];
}

/** State, transcript and cost of a run. `success` is `null` while it runs. */
export function showAnswer(run: ShownRun, there: ShownThere): Answer {
  const { questions } = there;
  const { spec: _, result, ...shown } = run;
  const items = result !== null && 'items' in result ? { items: result.items } : {};
  const success = run.status === 'running' ? null : run.status === 'completed';
  return {
    document: { success, ...shown, ...items, questions, ...linksOf(there) },
    text: showText(run, there),
  };
}

function showText(run: ShownRun, { goesOn, questions, ...links }: ShownThere): string {
  const { usage, totalCost, totalDurationMs, unpriced, error } = run;
  const spent = [showUsage(usage), showDuration(totalDurationMs), showCost(totalCost)];
  return [
    `${colors.bold(run.name)} (${run.kind} ${run.id}): ${run.status}`,
    ...(error === null ? [] : [colors.red(`${error.type}: ${error.message}`)]),
    '',
    `${colors.bold('Input')}\n${run.input}`,
    ...run.steps.map((step) => stepText(step, run)),
    ...(run.result === null ? [] : reportLines(run.result)),
    ...questions.map(
      (question) => `${colors.bold('Asks')} ${questionLine(question)}\n  ${howToAnswer(question)}`,
    ),
    spent.join(' · '),
    ...warningLines(run),
    ...(unpriced.length > 0 ? [`No price is known for ${unpriced.join(', ')}.`] : []),
    ...(isSimulated(run) ? [colors.yellow(simulatedNote)] : []),
    ...(run.status === 'running' ? [whatNow(run.id, goesOn)] : []),
    ...linkLines(links),
  ].join('\n');
}

function whatNow(id: string, goesOn: boolean): string {
  const resume = inSentence(commandLine('resume', id));
  return goesOn ? `It goes on; ${resume} waits for its result.` : `${resume} continues it.`;
}

function stepText(step: ShownStep, { status, spec }: ShownRun): string {
  const { path, agentName, model, content, error } = step;
  const by = model === null ? '' : ` (${model})`;
  const title = path === '' ? agentName : stepTitle(path, spec);
  const heading = `\n${colors.bold(title)}${by} · ${stateOf(step, status === 'running')}`;
  const words =
    content !== null && !isWait(step) && isMadeUp(path, spec) ? readableReply(content) : content;
  const said = error === null ? words : colors.red(`${error.type}: ${error.message}`);
  return said === null ? heading : `${heading}\n${said}\n`;
}

/** Whether a pattern has thought a step up: what it says is in a form of ours, not of the user's. */
function isMadeUp(path: string, spec: Step | null): boolean {
  return spec !== null && listSteps(stepTree(spec), [path]).some((step) => step.node === null);
}

function stateOf(step: StepProgress, open: boolean): string {
  switch (step.state) {
    case 'waiting':
      return open ? 'waiting' : 'not started';
    case 'running':
      return `${isWait(step) ? '' : 'running for '}${stepStatus(step, Date.now())}`;
    case 'failed':
      return `failed after ${showDuration(step.durationMs)}`;
    case 'done':
      return stepStatus(step, Date.now());
  }
}
