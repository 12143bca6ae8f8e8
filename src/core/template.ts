import { escapeText, join, type Text } from './content.ts';

/** The place in a template where the text that goes through it stands. */
export const inputMark = '{input}';

/** The place for what the outermost run was asked at first. */
export const questionMark = '{question}';

/** The place for what the pipeline was asked that a template stands in. */
export const pipelineInput = 'pipeline.input';

const stepPrefix = 'steps.';

/** The place, without its braces, for what an earlier step of the same pipeline said. */
export const stepPlace = (name: string) => `${stepPrefix}${name}`;

/** The texts that are put in, by the names that stand in the template's braces. */
export type TemplateTexts = Readonly<Record<string, Text>>;

/** Whether a text has a place in it where something is put in. */
export function isTemplate(text: string): boolean {
  return text.includes(inputMark) || text.includes(questionMark) || ofPipeline(text).length > 0;
}

/** The places of a template that only a pipeline can fill, without their braces. */
export function ofPipeline(template: string): string[] {
  const dotted = [...template.matchAll(places)].map(([, name = '']) => name);
  return dotted.filter((name) => name.includes('.'));
}

/** Names of the steps whose content a template shows, each time it does. */
export function stepsShown(template: string): string[] {
  return ofPipeline(template).flatMap((place) =>
    place.startsWith(stepPrefix) ? place.slice(stepPrefix.length) : [],
  );
}

/** A name in braces. That of a step may have nearly anything in it. */
const places = /\{(\w+|steps\.[^{}\n]+|pipeline\.input)\}/g;

/**
 * A template with texts in the places of their names. What is put in is not looked at again: a text
 * that has a mark in it keeps it. Braces around any other name stay as they are.
 *
 * @param put how a text is written in this template; default: so that it ends none of its elements
 */
export function renderTemplate(
  template: string,
  texts: TemplateTexts,
  put: (template: string, text: Text) => Text = insideTags,
): Text {
  const pieces = template.split(places); // every second one is a name
  return join(
    ...pieces.map((piece, index) => {
      if (index % 2 === 0) return piece;
      const text = Object.hasOwn(texts, piece) ? texts[piece] : undefined;
      return text === undefined ? `{${piece}}` : put(template, text);
    }),
  );
}

/** The text as it may stand in a template: it ends none of the elements that the template has. */
export function insideTags(template: string, text: Text): Text {
  const tags = [...template.matchAll(/<\/([\w.:-]+)\s*>/g)].map(([, name = '']) =>
    name.toLowerCase(),
  );
  if (tags.length === 0) return text;
  return escapeText(text, `tags:${[...new Set(tags)].join(',')}`);
}
