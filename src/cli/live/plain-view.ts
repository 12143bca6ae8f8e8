import type { RunEvent } from '../../client/index.ts';
import { isWait, type RunProgress, type StepProgress } from '../../client/progress/index.ts';
import { onOneLine } from '../../core/visible.ts';
import { Heard } from './heard.ts';
import { runStatus, stepStatus, waitsForAnswer } from './step-line.ts';
import { stepTitle } from '../../core/kinds/titles.ts';

/** Shows progress on stderr; `end` is told once whether the run has ended. */
export interface LiveView {
  show(progress: RunProgress): void;
  hear(event: RunEvent): void;
  /** No more events come: what was being said when the last one did is not shown for ever. */
  hearNoMore(): void;
  end(ended: boolean): Promise<void>;
}

/** One line for each thing that happens: for logs and pipes. */
export function plainView(writeLine: (line: string) => void): LiveView {
  const write = (line: string) => writeLine(onOneLine(line));
  const said = new Map<string, string>();
  const heard = new Heard();
  let last: RunProgress | undefined;
  return {
    hear(event) {
      const line = heard.hear(event);
      if (line !== undefined)
        write(`${event.path === '' ? '' : `${titleOf(event.path, last)}: `}${line}`);
    },
    hearNoMore() {},
    show(progress) {
      last = progress;
      for (const step of progress.steps) {
        const line = lineOf(step, progress);
        if (line === undefined || said.get(step.path) === line) continue;
        said.set(step.path, line);
        write(line);
      }
    },
    async end(ended) {
      if (ended && last !== undefined) write(`${last.status}: ${runStatus(last, Date.now())}`);
    },
  };
}

function titleOf(path: string, progress: RunProgress | undefined): string {
  return stepTitle(path, progress?.spec ?? null);
}

/** Without the time of a step that runs, as it would be another line each time. */
function lineOf(step: StepProgress, { spec }: RunProgress): string | undefined {
  const who = step.path === '' ? step.agentName : stepTitle(step.path, spec);
  if (step.state === 'waiting') return undefined;
  if (step.state !== 'running') return `${who}: ${stepStatus(step, Date.now())}`;
  if (isWait(step)) return `${who}: ${waitsForAnswer}`;
  if (step.attempt !== undefined) {
    return `${who}: attempt ${step.attempt}, ${step.lastFailure ?? 'the one before failed'}`;
  }
  return step.turns > 0 ? `${who}: turn ${step.turns + 1}` : `${who}: started`;
}
