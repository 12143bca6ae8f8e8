import type { Capabilities } from '../../../core/capabilities.ts';
import type { AbilityStore } from '../../store/abilities.ts';
import { addressOf, type Endpoint } from '../endpoint.ts';
import { capabilitiesOf } from './defaults.ts';

/** How long what the store says is taken as it was read. */
const readAgainMs = 60_000;

/** How long a model that a proxy has cut off is streamed. */
const streamedMs = 3_600_000;

interface Known {
  readAt: number;
  learnt: Promise<Partial<Capabilities>>;
}

/** What an endpoint can do with each of its models, as far as any worker has found out. */
export class KnownAbilities {
  readonly #endpoint: Endpoint;
  readonly #store: AbilityStore;
  readonly #known = new Map<string, Known>();
  readonly #cutOff = new Map<string, number>();

  constructor(endpoint: Endpoint, store: AbilityStore) {
    this.#endpoint = endpoint;
    this.#store = store;
  }

  async of(model: string): Promise<Capabilities> {
    if (this.#endpoint.simulated) return capabilitiesOf(this.#endpoint);
    const learnt = await this.#learnt(model);
    const can = capabilitiesOf(this.#endpoint, learnt);
    const isCut = performance.now() - (this.#cutOff.get(model) ?? -Infinity) < streamedMs;
    if (!isCut || !can.streaming) return can;
    return capabilitiesOf(this.#endpoint, { ...learnt, streamOnly: true });
  }

  /** Keeps what was found out, for other workers and later runs as well. */
  async learn(model: string, learnt: Partial<Capabilities>): Promise<void> {
    if (Object.keys(learnt).length === 0) return;
    this.#known.delete(model);
    await this.#store.learn(this.#key(model), learnt).catch(() => undefined); // found out again
  }

  /** A proxy has cut a call off that was silent for too long: the next one is streamed. */
  wasCutOff(model: string): void {
    this.#cutOff.set(model, performance.now());
  }

  #learnt(model: string): Promise<Partial<Capabilities>> {
    const known = this.#known.get(model);
    if (known !== undefined && performance.now() - known.readAt < readAgainMs) return known.learnt;
    // Without the store it is found out anew, which costs a request.
    const learnt = this.#store.read(this.#key(model)).catch(() => ({}));
    this.#known.set(model, { readAt: performance.now(), learnt });
    return learnt;
  }

  #key(model: string) {
    return { api: this.#endpoint.api, address: addressOf(this.#endpoint), model };
  }
}
