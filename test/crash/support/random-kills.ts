import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/live-world.ts';
import { attemptsOf, type Kill } from './doors/kills.ts';
import type { FleetWorker } from './fleet.ts';
import type { Random } from './random.ts';
import type { CrashWorld } from './world.ts';

/** What is killed at the same moment. */
export type Victims = readonly ('workflows' | 'openai' | 'server')[];

/** A moment: so many requests have come, and a little later. */
export interface Moment {
  requests: number;
  victims: Victims;
}

/** One worker of workflows and one of models, and the server, as they are killed and started again. */
export class Killers {
  readonly kills: Kill[] = [];
  readonly #workers = new Map<string, FleetWorker>();
  readonly #world: CrashWorld;

  constructor(world: CrashWorld) {
    this.#world = world;
  }

  async start(): Promise<void> {
    await Promise.all(['workflows', 'openai'].map((serve) => this.#start(serve)));
  }

  async #start(serve: string): Promise<void> {
    this.#workers.set(serve, await this.#world.fleet.start(serve));
  }

  /** kill -9, and others in their places. */
  async strike(victims: Victims): Promise<void> {
    const { temporal } = this.#world;
    const from = Date.now();
    await Promise.all(
      victims.map(async (each) => {
        await (each === 'server' ? temporal : this.#workers.get(each))?.kill();
      }),
    );
    const to = Date.now();
    this.kills.push(...victims.map((serve) => ({ serve, from, to })));
    if (victims.includes('server')) await temporal.start();
    const workers = victims.filter((each) => each !== 'server');
    await Promise.all(workers.map((serve) => this.#start(serve)));
  }

  /** Kills at one moment after another. @throws Error when the run has ended before the last one */
  async strikeAt(moments: readonly Moment[], random: Random, isOver: () => boolean): Promise<void> {
    const { requests } = this.#world.model;
    for (const { requests: count, victims } of moments) {
      const isTime = () => requests.length >= count || isOver();
      await until(isTime, `request ${count} of a run`, 20 * 60_000);
      await sleep(random() * spreadMs);
      if (isOver()) throw new Error(`the run was over before request ${count}`);
      await this.strike(victims);
    }
  }

  /** How calls went: what was made again has to have been in the hands of a model worker that was killed. */
  attempts() {
    const ofModels = this.kills.filter(({ serve }) => serve === 'openai');
    return attemptsOf(this.#world.model.requests, ofModels);
  }
}

/** A call with what is around it takes about as long. */
const spreadMs = 500;
