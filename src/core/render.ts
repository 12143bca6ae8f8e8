import { escapeText, join, type Text } from './content.ts';
import { element, type Element } from './elements.ts';

/** The words for {@link ContextFormat}. */
export const contextFormats = ['xml', 'markdown', 'numbered', 'labeled', 'json'] as const;

/** How the answers of several agents are written down for another one to read. */
export type ContextFormat = (typeof contextFormats)[number];

export interface Answer<C extends Text = Text> {
  agentName: string;
  content: C;
}

/** Between tags of this name an answer stands in the format `xml`. */
export const answerTag = 'answer';

/** The answer that such an element holds. */
export function answerIn({ attributes, content }: Element): Answer<string> {
  return { agentName: attributes['agent'] ?? '', content };
}

/**
 * Several answers as one text, escaped so that in none of them something can stand that looks like
 * the beginning of another's.
 */
export function toContext(answers: readonly Answer[], format: ContextFormat = 'xml'): Text {
  const { before, after, between, one } = forms[format];
  const blocks = answers.map((answer, index) => one(answer, index));
  const separated = blocks.flatMap((block, index) => (index === 0 ? [block] : [between, block]));
  return join(before, ...separated, after);
}

/** Answers that are written down already, as the format `xml` puts them together. */
export function answersOf(written: readonly Text[]): Text {
  const { before, between, after } = forms.xml;
  return join(
    before,
    ...written.flatMap((each, index) => (index === 0 ? [each] : [between, each])),
    after,
  );
}

interface Form {
  before: string;
  between: string;
  after: string;
  one: (answer: Answer, index: number) => Text;
}

const plain = { before: '', between: '\n\n', after: '' };

const forms: Record<ContextFormat, Form> = {
  xml: {
    before: '<answers>\n',
    between: '\n',
    after: '\n</answers>',
    one: ({ agentName, content }) =>
      element(answerTag, escapeText(content, 'xml'), { agent: agentName }),
  },
  markdown: {
    ...plain,
    one: ({ agentName, content }) => join(`## ${agentName}\n\n`, escapeText(content, 'markdown')),
  },
  numbered: {
    ...plain,
    one: ({ agentName, content }, index) =>
      join(`${index + 1}. ${agentName}: `, escapeText(content, 'numbered')),
  },
  labeled: {
    ...plain,
    one: ({ agentName, content }) => join(`[${agentName}]\n`, escapeText(content, 'labeled')),
  },
  json: {
    before: '[',
    between: ',',
    after: ']',
    one: ({ agentName, content }) =>
      join(`{"agent":${JSON.stringify(agentName)},"content":"`, escapeText(content, 'json'), '"}'),
  },
};
