import type { PersonInput, PersonResult, PersonSpec } from '../../core/kinds/person/types.ts';
import { parseStep } from '../../core/kinds/step-schema.ts';
import { type ChatOptions, runStep } from '../runs/default-client.ts';

export type { PersonInput, PersonResult, PersonSpec } from '../../core/kinds/person/types.ts';

/** A person's settings, as in its spec; durations are `'24h'` or milliseconds. */
export type PersonOptions = Omit<PersonInput, 'kind'>;

/** A person who is asked: a step like any other. */
export class Person {
  readonly spec: PersonSpec;

  /** @throws `Input.Invalid` for a default that is none of the choices, or a choice that is there twice */
  constructor(options: PersonOptions = {}) {
    this.spec = parseStep({ ...options, kind: 'person' }, 'Person') as PersonSpec;
  }

  /** Asks, and waits for the answer. */
  async ask(input: string, options?: ChatOptions): Promise<PersonResult<string>> {
    return await runStep(this.spec, input, options);
  }
}
