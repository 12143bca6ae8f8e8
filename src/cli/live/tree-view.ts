import { EOL } from 'node:os';
import { Listr, ListrLogger, type ListrTask, ProcessOutput } from 'listr2';
import { type RunProgress, type StepNode, stepTree } from '../../client/progress/index.ts';
import { visible } from '../../core/visible.ts';
import type { LiveView } from './plain-view.ts';
import { runStatus, stepStatus } from './step-line.ts';
import { endBelow, isDynamic, linesBelow } from './steps-below.ts';

/** How often the time of what runs is written anew. */
const tickMs = 200;

/** The run as a tree that is written anew in place: what runs, what it took and what it cost. */
export function treeView(): LiveView {
  const steps = new StepWaits();
  let drawn: Promise<unknown> | undefined;
  const timer = setInterval(() => steps.tick(), tickMs);
  return {
    show(progress) {
      steps.update(progress);
      drawn ??= draw(progress, steps).finally(() => steps.freeze());
    },
    async end(ended) {
      clearInterval(timer);
      steps.finish(ended);
      await drawn;
    },
  };
}

async function draw(progress: RunProgress, steps: StepWaits): Promise<void> {
  const { spec } = progress;
  if (spec === null) return;
  const logger = new ListrLogger({
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  });
  const tasks = new Listr([taskOf(stepTree(spec), steps)], {
    concurrent: true,
    exitOnError: false,
    registerSignalListeners: false,
    fallbackRendererCondition: false,
    rendererOptions: {
      logger,
      collapseSubtasks: false,
      collapseErrors: false,
      showErrorMessage: false,
    },
  });
  await tasks.run();
}

type Drawn = Parameters<ListrTask['task']>[1];

function taskOf(node: StepNode, steps: StepWaits): ListrTask {
  const isLeaf = node.children.length === 0;
  return {
    title: visible(node.name),
    async task(_, task) {
      steps.titled(node, (title) => (task.title = visible(title)));
      if (isLeaf) return await settle(task, steps.ended(node));
      return task.newListr(
        node.children.map((child) => taskOf(child, steps)),
        { concurrent: node.flow === 'together', exitOnError: false },
      );
    },
  };
}

type End = 'done' | 'failed' | 'stopped';

async function settle(task: Drawn, ended: Promise<End>): Promise<void> {
  const end = await ended;
  if (end === 'failed') throw new Error(task.title);
  if (end === 'stopped') task.skip();
}

/** What the drawn tree waits for, fed by the progress of the run. */
class StepWaits {
  #progress: RunProgress | undefined;
  #finished: 'ended' | 'stopped' | undefined;
  readonly #titles = new Map<string, () => void>();
  readonly #waits = new Map<StepNode, (end: End) => void>();

  update(progress: RunProgress): void {
    this.#progress = progress;
    this.tick();
    for (const [node, resolve] of this.#waits) {
      const end = this.#endOf(node);
      if (end !== undefined) resolve(end);
    }
  }

  /** Nothing more will come: whatever has not ended is shown as such. */
  finish(ended: boolean): void {
    this.#finished = ended ? 'ended' : 'stopped';
    this.tick();
    for (const [node, resolve] of this.#waits) resolve(this.#endOf(node) ?? 'stopped');
  }

  tick(): void {
    for (const write of this.#titles.values()) write();
  }

  /** The tree is final: another title would draw it once more. */
  freeze(): void {
    this.#titles.clear();
  }

  titled(node: StepNode, write: (title: string) => void): void {
    const own = (): void => {
      const title = this.#titleOf(node);
      if (title !== undefined) write(title);
    };
    this.#titles.set(node.path, own);
    own();
  }

  async ended(node: StepNode): Promise<End> {
    const already = this.#endOf(node) ?? (this.#finished === undefined ? undefined : 'stopped');
    if (already !== undefined) return already;
    return await new Promise((resolve) => this.#waits.set(node, resolve));
  }

  #stepAt(path: string) {
    return this.#progress?.steps.find((step) => step.path === path);
  }

  #endOf(node: StepNode): End | undefined {
    const progress = this.#progress;
    if (isDynamic(node) && progress !== undefined) {
      const failed = this.#finished === 'ended' && progress.status !== 'completed';
      return endBelow(node, progress) ?? (failed ? 'failed' : undefined);
    }
    const state = this.#stepAt(node.path)?.state;
    return state === 'done' || state === 'failed' ? state : undefined;
  }

  #titleOf(node: StepNode): string | undefined {
    const { path, name, children } = node;
    const progress = this.#progress;
    if (progress === undefined) return undefined;
    const cutOff = this.#finished === 'stopped' && progress.status === 'running';
    const below = isDynamic(node) ? linesBelow(node, progress, linesAtMost()) : [];
    if (path === '' && (isDynamic(node) || children.length > 0)) {
      const status = `${runStatus(progress, Date.now())}${cutOff ? ' · interrupted' : ''}`;
      return [status, ...below].join(EOL);
    }
    if (isDynamic(node)) return [name, ...below].join(EOL);
    const step = this.#stepAt(path);
    if (step === undefined) return name;
    if (cutOff && step.state === 'running') return `${name} · interrupted`;
    const never = this.#finished !== undefined && step.state === 'waiting';
    return `${name} · ${never ? 'not started' : stepStatus(step, Date.now())}`;
  }
}

/** What is taller than the terminal cannot be written anew in place. */
function linesAtMost(): number {
  return Math.max(3, (process.stderr.rows ?? 24) - 8);
}
