import type { MakerName } from './makers.ts';

/** The API a provider speaks: OpenAI's Responses or Chat Completions, or Anthropic's Messages. */
export const apis = ['responses', 'chat', 'messages'] as const;
/** One of them. */
export type Api = (typeof apis)[number];

/** What has to be known of an API, besides how a call is written in it. */
export interface ApiTraits {
  /** Who made it; in the table of makers. */
  maker: MakerName;
  /** Where its maker serves it. */
  ownAddress: string;
  /** How its addresses end, in a few words, for whoever has written one down. */
  addressEnds: string;
  /** For agents that name no model, where the endpoint names none either. */
  defaultModel: string;
  /** Whose prices hold, by the catalogue's name, where it is not known who else serves it. */
  priceFamily: 'openai' | 'anthropic';
  /** Settings of an agent that it does not take, and what to do instead. */
  lacks: Partial<Record<'temperature' | 'reasoningEffort', string>>;
  /** Whether a schema that it holds a model to may refer to itself. */
  takesRecursiveSchemas: boolean;
}

const openai = {
  maker: 'openai',
  ownAddress: 'https://api.openai.com/v1',
  addressEnds: 'it ends in /v1',
  defaultModel: 'gpt-6.1-terra',
  priceFamily: 'openai',
  lacks: {},
  takesRecursiveSchemas: true,
} as const;

/** The one place that tells APIs apart; how a call is written in each stands in its provider. */
export const apiTraits: Record<Api, ApiTraits> = {
  responses: openai,
  chat: openai,
  messages: {
    maker: 'anthropic',
    ownAddress: 'https://api.anthropic.com',
    addressEnds: 'without /v1 at its end',
    defaultModel: 'claude-haiku-5-5',
    priceFamily: 'anthropic',
    lacks: {
      temperature: 'the Messages API has no temperature: remove it, or steer by the instructions',
    },
    takesRecursiveSchemas: false,
  },
};
