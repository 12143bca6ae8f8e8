import type { JsonSchema } from '../../core/json-schema.ts';
import { isTrusted } from '../providers/abilities/defaults.ts';
import type { Endpoint } from '../providers/endpoint.ts';
import { LiveText } from './live-text.ts';
import type { ToldReply } from './told.ts';

/** Names of models that think before they answer, some of which do so without an opening mark. */
const thinkers = /(?:^|[^a-z\d])(?:r1|qwq|thinking|reasoner|reasoning)(?:$|[^a-z])/i;

/** The texts of one endpoint's replies as they come. */
export class LiveTexts {
  readonly #isTrusted: boolean;
  /** Models that were found to think before a lone closing mark. */
  readonly #found = new Set<string>();

  constructor(endpoint: Endpoint) {
    this.#isTrusted = isTrusted(endpoint);
  }

  /**
   * @param to is told what a person is to read of the reply
   * @param output schema that the reply is to fit; `null`: free text
   */
  begin(to: ToldReply, model: string, output: JsonSchema | null): LiveText {
    return new LiveText(to, {
      output,
      isTrusted: this.#isTrusted,
      isThinker: this.#found.has(model) || thinkers.test(model),
      onThinker: () => this.#found.add(model),
    });
  }
}
