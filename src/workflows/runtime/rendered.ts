import type { Text } from '../../core/content.ts';
import {
  insideTags,
  questionMark,
  renderTemplate,
  type TemplateTexts,
} from '../../core/template.ts';
import type { RunContext } from './run-context.ts';

/**
 * A template of a spec with a step's input and the run's question put in, for a model to read.
 *
 * @param more texts by the names of places that only this template has
 */
export function rendered(
  run: RunContext,
  template: string,
  input: Text,
  more: TemplateTexts = {},
): Text {
  const inside = insideTags(template, input);
  // a text of another length may be stored that was not before
  const put = inside === input || run.host.applies('template-tags') ? insideTags : asItIs;
  return renderTemplate(template, { ...textsFor(run, template, input), ...more }, put);
}

/** The same for a person, who sees what is put in as it is. */
export function renderedToRead(run: RunContext, template: string, input: Text): Text {
  return renderTemplate(template, textsFor(run, template, input), asItIs);
}

const asItIs = (_: string, text: Text) => text;

/** In a run from before there was a question in templates, its mark is text like any other. */
function textsFor({ host, question }: RunContext, template: string, input: Text): TemplateTexts {
  const isAsked = question !== null && template.includes(questionMark);
  return isAsked && host.applies('question-mark') ? { input, question } : { input };
}
