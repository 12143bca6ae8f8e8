import type { Client } from '@temporalio/client';
import { assemble } from './assemble.ts';
import { withAttempts } from './attempts.ts';
import { isPart, readEndedPart, summedUp } from './ended-parts.ts';
import type { HistoryAddress } from './read-history.ts';
import { readProgress } from './read-progress.ts';
import { pathInside, pathsAround } from '../../core/step-path.ts';
import { watchChain } from './run-chain.ts';
import { locateRun } from './locate-run.ts';
import { assemblePart } from './part-of-run.ts';
import { withEvents } from './read-workflows.ts';
import type { RunProgress } from './run-progress.ts';
import { newWorkflow, settledOnly, type WorkflowProgress } from './workflow-progress.ts';

/** How often the server is asked about calls that are tried again; no event tells of them. */
const attemptsMs = 1_000;

/**
 * The progress of a run whenever it changes, until it has ended or `signal` is aborted. The last one
 * of a run that has ended is complete.
 *
 * @param id of a run, or `RUN/PATH` of a step in it
 * @throws `Input.Invalid` when there is no such run, or it has ended and the step was not started
 */
export async function* followProgress(
  temporal: Client,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<RunProgress> {
  const { workflowId, path } = await locateRun(temporal, id);
  const watch = new RunWatch(temporal, signal, path === '');
  watch.add({ workflowId, runId: '' });
  try {
    while (await watch.changed()) {
      const root = watch.workflows.get(workflowId);
      if (root === undefined || root.kind === '') continue;
      if (root.status !== 'running') break;
      const settled = [...watch.workflows].map(([own, each]) => [own, settledOnly(each)] as const);
      const now = Date.now();
      const progress =
        path === ''
          ? assemble(workflowId, new Map(settled), now)
          : assemblePart(workflowId, path, new Map(settled), now);
      if (progress !== undefined) yield progress;
    }
  } finally {
    watch.stop();
  }
  if (!signal.aborted) yield await readProgress(temporal, id);
}

/** Follows the histories of a run and of the children that it starts. */
class RunWatch {
  readonly workflows = new Map<string, WorkflowProgress>();
  readonly #temporal: Client;
  readonly #sumsParts: boolean;
  readonly #stop = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #wake: () => void = () => {};
  #dirty = false;
  #broken: { error: unknown } | undefined;

  /** @param sumsParts whether of the parts of maps that have ended no more is kept than what they have spent */
  constructor(temporal: Client, signal: AbortSignal, sumsParts: boolean) {
    this.#temporal = temporal;
    this.#sumsParts = sumsParts;
    this.#timer = setInterval(() => void this.#readAttempts(), attemptsMs);
    this.#stop.signal.addEventListener('abort', () => this.#change());
    if (signal.aborted) this.stop();
    else signal.addEventListener('abort', () => this.stop(), { once: true });
  }

  add(address: HistoryAddress, isSummed = false): void {
    this.workflows.set(address.workflowId, newWorkflow(address.workflowId));
    const following = isSummed ? this.#followPart(address) : this.#follow(address);
    following.catch((error: unknown) => {
      this.#broken = { error };
      this.#change();
    });
  }

  /** Waits for a change; `false` when there will be none. */
  async changed(): Promise<boolean> {
    if (!this.#dirty) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#dirty = false;
    if (this.#stop.signal.aborted) return false;
    if (this.#broken !== undefined) throw this.#broken.error;
    return true;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#stop.abort();
  }

  async #follow(address: HistoryAddress): Promise<void> {
    const id = address.workflowId;
    for await (const events of watchChain(this.#temporal, address, this.#stop.signal)) {
      const before = this.workflows.get(id) ?? newWorkflow(id);
      const after = await withEvents(this.#temporal, before, events);
      if (this.#isSummedUp(id)) return;
      this.workflows.set(id, after);
      for (const child of after.children.slice(before.children.length)) {
        const isSummed = this.#sumsParts && isPart(after, child.id);
        this.add({ workflowId: child.id, runId: child.runId }, isSummed);
      }
      this.#change();
    }
  }

  /** What came of the items stands in the store: a list of any length is followed in bounded memory. */
  async #followPart(address: HistoryAddress): Promise<void> {
    const id = address.workflowId;
    const ended = await readEndedPart(this.#temporal, address);
    if (ended !== undefined) this.workflows.set(id, ended);
    else await this.#follow(address);
    const part = summedUp(this.workflows.get(id) ?? newWorkflow(id));
    this.workflows.set(id, part);
    if (part.spent === null) return this.#change();
    const inside = [...this.workflows.keys()].filter((each) => pathInside(each, id) !== null);
    for (const each of inside) this.workflows.delete(each);
    this.#change();
  }

  /** Whether a workflow is inside of a part that has ended, which stands for it. */
  #isSummedUp(id: string): boolean {
    return pathsAround(id).some((around) => (this.workflows.get(around)?.spent ?? null) !== null);
  }

  async #readAttempts(): Promise<void> {
    for (const before of this.workflows.values()) {
      const asked = await withAttempts(this.#temporal, before).catch(() => before);
      const current = this.workflows.get(before.id);
      if (asked === before || current?.status !== 'running') continue;
      if (JSON.stringify(asked.attempts) === JSON.stringify(current.attempts)) continue;
      this.workflows.set(before.id, { ...current, attempts: asked.attempts });
      this.#change();
    }
  }

  #change(): void {
    this.#dirty = true;
    this.#wake();
  }
}
