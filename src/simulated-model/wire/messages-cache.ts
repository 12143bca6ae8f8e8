import { z } from 'zod';

/** How long a marked beginning is kept after it was last read. */
export type CacheTtl = '5m' | '1h';

/** A block of a request as the cache compares it. */
export interface CacheBlock {
  /** All that a model is given by it, and what it depends on. */
  text: string;
  /** `null`: it is not marked. */
  mark: CacheTtl | null;
}

/** Marks that a request has at most. */
export const marksAtMost = 4;

const block = z.looseObject({
  type: z.string().optional(),
  text: z.string().optional(),
  cache_control: z.object({ ttl: z.enum(['5m', '1h']).default('5m') }).nullish(),
});

type Block = z.output<typeof block>;

const blocks = z.union([
  z.string().transform((text): Block[] => [{ type: 'text', text }]),
  z.array(block),
]);

const request = z.object({
  model: z.string(),
  tools: z.array(block).default([]),
  system: blocks.default([]),
  messages: z.array(z.object({ role: z.string(), content: blocks })),
  output_config: z.object({ format: z.unknown().optional() }).nullish(),
  tool_choice: z.unknown().optional(),
  thinking: z.unknown().optional(),
});

/**
 * The blocks of a request in the order in which a cache compares them: tools, system, messages. A
 * schema for the reply becomes a part of the system prompt, so that another one finds nothing; how
 * tools are chosen, and whether it thinks, changes what follows the system prompt.
 */
export function cacheBlocks(body: unknown): CacheBlock[] {
  const read = request.safeParse(body);
  if (!read.success) return [];
  const { model, tools, system, messages, output_config, tool_choice, thinking } = read.data;
  const format = output_config?.format;
  const said = messages.flatMap(({ role, content }) =>
    content.map((each) => ({ each, who: role })),
  );
  const choices = JSON.stringify([tool_choice, thinking]);
  return [
    { text: `${model}\n`, mark: null },
    ...tools.map((each) => written(each)),
    ...(format ? [{ text: JSON.stringify(format), mark: null }] : []),
    ...system.map((each) => written(each)),
    ...said.map(({ each, who }, index) => written(each, index === 0 ? `${choices}${who}` : who)),
  ];
}

function written({ cache_control, ...rest }: Block, before = ''): CacheBlock {
  const { type, text, ...others } = rest;
  const plain = type === 'text' && text !== undefined && Object.keys(others).length === 0;
  return {
    text: `${before}\n${plain ? text : JSON.stringify(rest)}`,
    mark: cache_control?.ttl ?? null,
  };
}
