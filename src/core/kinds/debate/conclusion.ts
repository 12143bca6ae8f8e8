import { aString, aText, type Formed, listOf, objectOf } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';
import { beginningOf } from '../../unicode.ts';

/** The title of the JSON Schema that a conclusion is asked for by. */
export const conclusionTitle = 'Conclusion';

/** Its field that a person reads. */
export const conclusionField = 'conclusion';

/** What is found where several have answered one question; each entry a sentence. */
export interface Analysis {
  /** What the debaters agree on. */
  agreed: string[];
  /** Where they contradict one another. */
  contradicted: string[];
  /** What one of them alone has covered. */
  onlyOne: string[];
  /** What the question asks for, and none has covered. */
  missing: string[];
}

/** The parts of an analysis, in order, each with the words that head it. */
export const analysisParts: readonly (readonly [keyof Analysis, string])[] = [
  ['agreed', 'Agreed'],
  ['contradicted', 'Contradicted'],
  ['onlyOne', 'Covered by one only'],
  ['missing', 'Missing'],
];

const sentences = listOf(aString);

/** What the moderator replies, as far as it is read. */
export const conclusionReplyForm = objectOf({
  agreed: sentences,
  contradicted: sentences,
  onlyOne: sentences,
  missing: sentences,
  conclusion: aText([/\S/, 'it is empty']),
});

export type ConclusionReply = Formed<typeof conclusionReplyForm>;

const list = (description: string): JsonSchema => ({
  type: 'array',
  items: { type: 'string' },
  description,
});

const analysisFields = (who: string) => ({
  agreed: list(`What the ${who} agree on, a sentence each`),
  contradicted: list('Where they contradict one another, and who holds what'),
  onlyOne: list('What only one of them has covered, and who'),
  missing: list('What the question needs and none of them has covered'),
});

/** The title of the JSON Schema that an analysis alone is asked for by. */
export const analysisTitle = 'Analysis';

/** The form of an analysis of answers that were given apart from one another. */
export const analysisJsonSchema: JsonSchema = {
  title: analysisTitle,
  ...closed(analysisFields('answers')),
};

/** The analysis comes first: a conclusion is better for having been prepared. */
export const conclusionJsonSchema: JsonSchema = {
  title: conclusionTitle,
  ...closed({
    ...analysisFields('debaters'),
    [conclusionField]: { type: 'string', description: 'The conclusion, as text' },
  }),
};

/** Entries of a part, and characters of each, at most: they stand in the result. */
const most = { entries: 20, characters: 500 } as const;

const short = (entries: readonly string[]) =>
  entries.slice(0, most.entries).map((each) => beginningOf(each, most.characters));

/** The analysis of a reply, of a size that fits into a result. */
export function analysisIn(reply: ConclusionReply): Analysis {
  return {
    agreed: short(reply.agreed),
    contradicted: short(reply.contradicted),
    onlyOne: short(reply.onlyOne),
    missing: short(reply.missing),
  };
}
