import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { factKeyForm, setByForm, userForm } from '../../core/fact-change.ts';
import { parseForm } from '../../core/parse-form.ts';
import { parseInput } from '../../core/parse-input.ts';
import type { Fact, FactValue, MergeRule } from '../../core/user-context.ts';
import { type ChangeContent, checkedChange, refusedChange } from './checked-change.ts';
import type { ContextPlace } from './unanswered-context.ts';
import { makeChange, readFacts, sendChange } from './user-contexts.ts';

/** Options of one write. */
export interface WriteOptions {
  /**
   * Id of the change, 1 to 64 visible ASCII characters: sent again under the same id, also by another
   * process, it is applied once. Default: a random one.
   */
  id?: string;
  /**
   * Whether to wait until the change is applied. With `false` the write returns when the server has
   * it: it will be applied before the next read, but a refusal is not told. Default `true`.
   */
  confirm?: boolean;
}

/** Options of a write that sets a field. */
export interface SetOptions extends WriteOptions {
  /** The field's rule from now on. Default: the rule it has, `set` for a new field. */
  merge?: MergeRule;
}

/** The id and the rule are checked with the rest of the change. */
const writeSchema = z.strictObject({
  id: z.string().optional(),
  confirm: z.boolean().optional(),
} satisfies Record<keyof WriteOptions, z.ZodType>);
const setSchema = writeSchema.extend({ merge: z.custom<MergeRule>().optional() });

/**
 * What is known of one user, shared by all agents, runs and processes. Writes of any number of
 * processes are applied one at a time, each once; a read sees every write that has returned.
 *
 * Every method throws `Worker.Unconfigured` when no worker serves user contexts, except for a write
 * with `confirm: false`; every write throws `Input.Invalid` when it is refused, with the reason.
 */
export class UserContext {
  readonly id: string;
  readonly #place: ContextPlace;
  readonly #setBy: string;

  /** @throws `Input.Invalid` for an id that is empty, over 200 characters or has control characters */
  constructor(place: ContextPlace, id: string, setBy = 'client') {
    this.#place = place;
    this.id = parseForm(userForm, id, 'the user');
    this.#setBy = parseForm(setByForm, setBy, 'setBy');
  }

  /** All facts, sorted by their keys; none for a user that nothing was said of. */
  async facts(): Promise<Fact[]> {
    return await readFacts(this.#place, this.id);
  }

  /** The value under a key; `undefined` when there is none. */
  async get(key: string): Promise<FactValue | undefined> {
    const facts = await this.facts();
    return facts.find((fact) => fact.key === key)?.value;
  }

  /**
   * Sets a field, merged by its rule: `set` replaces, `append` adds to a list, `increment` adds to a
   * number.
   *
   * @param key 1 to 200 characters
   * @param value JSON of at most 8 KB
   */
  async set(key: string, value: FactValue, options: SetOptions = {}): Promise<void> {
    const { merge = null, ...write } = parseInput(setSchema, options, 'the options of a write');
    await this.#write({ change: 'set', key, value, merge }, write);
  }

  /** Adds an entry to a list. A field with one value becomes a list with that as its first entry. */
  async append(key: string, value: FactValue, options: WriteOptions = {}): Promise<void> {
    await this.#write({ change: 'set', key, value, merge: 'append' }, options);
  }

  /** Adds to a number, which begins at 0. */
  async increment(key: string, by = 1, options: WriteOptions = {}): Promise<void> {
    await this.#write({ change: 'set', key, value: by, merge: 'increment' }, options);
  }

  /** Deletes a field, with its rule. One that is not there is no error. */
  async forget(key: string, options: WriteOptions = {}): Promise<void> {
    // no key at all would mean everything
    await this.#write({ change: 'forget', key: parseForm(factKeyForm, key, 'the key') }, options);
  }

  /** Deletes everything that is known of the user. */
  async forgetAll(options: WriteOptions = {}): Promise<void> {
    await this.#write({ change: 'forget', key: null }, options);
  }

  async #write(content: ChangeContent, options: WriteOptions): Promise<void> {
    const { id = randomUUID(), confirm } = parseInput(
      writeSchema,
      options,
      'the options of a write',
    );
    const change = checkedChange(content, { id, setBy: this.#setBy });
    if (confirm === false) return await sendChange(this.#place, this.id, change);
    const outcome = await makeChange(this.#place, this.id, change);
    if (outcome.state === 'refused') throw refusedChange(this.id, outcome.reason);
  }
}
