import { countOf } from '../amounts.ts';
import type { Text } from '../content.ts';
import type { EventBody } from '../events.ts';
import { firstOf } from './first-of.ts';
import { short } from './markdown.ts';
import type { Section } from './section.ts';

/** Questions that are shown at most. */
const questionsAtMost = 5;

/** What waits for people. */
export class OpenQuestions implements Section {
  readonly #open = new Map<string, string>();

  hear(event: EventBody<Text>): boolean {
    if (event.type === 'question.asked') {
      const { id, question, assignee } = event;
      const whom = assignee === null ? '' : `**${short(assignee)}**: `;
      this.#open.set(id, `- ${whom}${short(question, 200)}`);
      return true;
    }
    return event.type === 'question.answered' && this.#open.delete(event.id);
  }

  lines(): string[] {
    if (this.#open.size === 0) return [];
    const shown = firstOf(this.#open.values(), questionsAtMost);
    const more = this.#open.size - shown.length;
    const rest = more > 0 ? [`- and ${countOf(more, 'question')} more`] : [];
    return ['### Waits for an answer', '', ...shown, ...rest];
  }
}
