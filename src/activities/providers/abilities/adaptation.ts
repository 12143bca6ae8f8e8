import type { Capabilities, Capability } from '../../../core/capabilities.ts';
import { memoryTools } from '../../../core/memory-tools.ts';
import type { ServerRefusal } from '../problems/server-refusal.ts';
import { serverWords } from '../problems/server-words.ts';
import { signOf } from '../problems/signs.ts';
import { statusOf } from '../problems/status-problem.ts';
import type { ProviderRequest } from '../provider.ts';
import { namesStreams, streamChange, streamUsageChange } from './stream-changes.ts';

/** What to do otherwise after a refusal. */
export interface Adaptation {
  change: Partial<Capabilities>;
  /** Whether it says something of the endpoint, and not of this one request. */
  isLasting: boolean;
}

type Changed = Partial<Capabilities> | undefined;

/** A way to do otherwise: what a refusal has to name, and what follows from it. */
interface Way {
  names: RegExp;
  change(request: ProviderRequest, words: string): Changed;
}

const refusing =
  /unsupported|support|unavailable|available|unknown|unrecogni|unexpected|permitted|allowed|extra|instead|cannot find|implement|deprecated|disabled|enabled|must|only|invalid|requires?\b|missing|no endpoints/;

const ways: readonly Way[] = [
  { names: /stream_options|include_usage/, change: streamUsageChange },
  { names: namesStreams, change: streamChange },
  {
    names:
      /response_?format|json_schema|json_object|output_config|output_format|structured[ _-]?output|text\.format|guided_|grammar|response_?schema|response_?mime_?type|schema/,
    change: ({ schema }, words) =>
      schema === null || isOfTools(words) ? undefined : { nativeSchema: false },
  },
  { names: /max_(?:completion_|output_)?tokens/, change: otherLimit },
  {
    names:
      /alternat|roles? must|after (?:role|tool|user)|message.?order|consecutive|(?:first|last) message|conversation roles/,
    change: ({ can }) => (can.alternatingTurns ? undefined : { alternatingTurns: true }),
  },
  {
    names:
      /(?:system|developer)['"`]? ?(?:role|message|prompt|instruction)|(?:role|messages?\b).{0,40}(?:system|developer)|only.{0,20}user.{0,20}assistant|permitted.{0,20}user.{0,20}assistant/,
    change: otherRole,
  },
  {
    names:
      /parallel_tool_calls|parallel (?:tool|function)|single tool.?call|(?:one|multiple) tool calls?/,
    change: ({ tools, can }) =>
      tools.length > 0 && can.parallelTools ? { parallelTools: false } : undefined,
  },
  {
    names: /encrypted_content|\binclude\b/,
    change: ({ can }) => (can.statelessReasoning ? { statelessReasoning: false } : undefined),
  },
  {
    names: /cache_control|ephemeral|cache_?point|prompt[ _]?cach/,
    change: ({ can }) => (can.promptCache ? { promptCache: false } : undefined),
  },
  { names: /[a-z$]/, change: simplerSchemas },
  { names: /\btools?\b|function.?call|tool_choice/, change: withoutMemory },
];

/**
 * What to change after a refusal that names a part of the request which is ours, not the user's;
 * `undefined`: it names none, or that is not in the request.
 *
 * @param set what the configuration has set: it stays
 */
export function adaptationTo(
  refusal: ServerRefusal,
  request: ProviderRequest,
  set: Partial<Capabilities> = {},
): Adaptation | undefined {
  const said = serverWords(refusal);
  const words = [said.words, ...said.fields, ...said.codes].join(' ').toLowerCase();
  if (!isOfRequest(statusOf(refusal), signOf(said, statusOf(refusal))) || !refusing.test(words))
    return undefined;
  for (const way of ways) {
    const change = way.names.test(words) ? way.change(request, words) : undefined;
    if (change !== undefined && !isSet(change, set))
      return { change, isLasting: !isOfThisSchema(change, words) };
  }
  return undefined;
}

const others: readonly unknown[] = [
  'credit',
  'refused',
  'key',
  'rateLimit',
  'tooLong',
  'loading',
  'blocked',
  'mistake',
];

function isOfRequest(status: number | null, sign: unknown): boolean {
  if (others.includes(sign)) return false;
  if (status === null) return true;
  return [400, 403, 404, 405, 406, 415, 422, 424, 500, 501].includes(status);
}

/** That a schema is refused says nothing of the next one. */
function isOfThisSchema(change: Partial<Capabilities>, words: string): boolean {
  return (
    change.nativeSchema === false &&
    /invalid_json_schema|invalid (?:json )?schema|schema.{0,60}(?:too (?:complex|deep|large|many|long)|is invalid|not valid)|additionalproperties|'required'|keyword/.test(
      words,
    )
  );
}

function isOfTools(words: string): boolean {
  return (
    /tools?[.[ ]|function/.test(words) && !/response_?format|output_config|text\.format/.test(words)
  );
}

const limitFields = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'] as const;

/** A limit that is too high is the user's; the field itself has to be what is not known. */
const unknownField =
  /unsupported|not supported|unknown|unrecogni|unexpected|not permitted|not allowed|extra|cannot find|deprecated|instead|does not support/;
const wrongValue =
  /range|too (?:large|high|big|small)|at (?:most|least)|(?:less|greater) than|exceed|maximum (?:value|number|allowed|output)|between|[<>] ?\d|\[\d/;

/** The field that it names instead of the one it was sent; without one, the other of the two. */
function otherLimit({ can }: ProviderRequest, words: string): Changed {
  const sent = can.outputLimit;
  if (sent === 'none' || !mentions(words, sent)) return undefined;
  if (!unknownField.test(words) || wrongValue.test(words)) return undefined;
  const named = limitFields.find((field) => field !== sent && mentions(words, field));
  if (named !== undefined) return { outputLimit: named };
  return { outputLimit: sent === 'max_tokens' ? 'max_completion_tokens' : 'none' };
}

function mentions(words: string, field: string): boolean {
  return new RegExp(`\\b${field}\\b`).test(words);
}

function otherRole({ system, can }: ProviderRequest, words: string): Changed {
  if (system === '' || can.systemRole === 'user') return undefined;
  const wantsDeveloper =
    can.systemRole === 'system' && /(?:use|instead|with) .{0,20}developer/.test(words);
  return { systemRole: wantsDeveloper ? 'developer' : 'user' };
}

/** A keyword that it names is looked for in the tools: it may be any word of the language. */
function simplerSchemas({ tools, can }: ProviderRequest, words: string): Changed {
  if (tools.length === 0 || can.toolSchemas === 'basic') return undefined;
  if (can.toolSchemas === 'strict' && /\bstrict\b/.test(words)) return { toolSchemas: 'full' };
  const named = keywordsIn(tools.map(({ parameters }) => parameters));
  const isNamed = named.some(
    (keyword) => mentionsKeyword(words, keyword) && isMeant(keyword, words),
  );
  return isNamed || isOfSchemas(words) ? { toolSchemas: 'basic' } : undefined;
}

const speaksOfSchemas = /tool|function|schema|parameters|keyword|json payload|unknown name|propert/;

/** Most keywords are words of the language as well. */
function isMeant(keyword: string, words: string): boolean {
  return !/^[a-z]+$/.test(keyword) || speaksOfSchemas.test(words);
}

function isOfSchemas(words: string): boolean {
  return /invalid schema for function|(?:function|tool).{0,40}(?:parameters|input_schema|schema)|function_declarations/.test(
    words,
  );
}

/** Keywords that not every server knows. */
const uncommon = [
  '$schema',
  '$ref',
  '$defs',
  'additionalProperties',
  'allOf',
  'anyOf',
  'const',
  'contains',
  'default',
  'examples',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'if',
  'maxItems',
  'maxLength',
  'maximum',
  'minItems',
  'minLength',
  'minimum',
  'multipleOf',
  'not',
  'oneOf',
  'pattern',
  'patternProperties',
  'prefixItems',
  'propertyNames',
  'title',
  'uniqueItems',
];

function keywordsIn(schemas: unknown): string[] {
  const written = JSON.stringify(schemas);
  return uncommon.filter((keyword) => written.includes(`"${keyword}":`));
}

function mentionsKeyword(words: string, keyword: string): boolean {
  const quoted = new RegExp(
    `["'\`. ]${keyword.toLowerCase().replace('$', String.raw`\$`)}["'\`:. ]`,
  );
  return quoted.test(` ${words} `);
}

/** What nobody asked for can be left out; tools that an agent was given cannot. */
function withoutMemory({ tools, can }: ProviderRequest): Changed {
  const builtIn = memoryTools.map(({ name }) => name);
  const onlyMemory = tools.length > 0 && tools.every(({ name }) => builtIn.includes(name));
  return onlyMemory && can.tools ? { tools: false } : undefined;
}

/** Whether what it changes was set in the configuration, and so stays. */
function isSet(change: Partial<Capabilities>, set: Partial<Capabilities>): boolean {
  return Object.keys(change).some((name) => set[name as Capability] !== undefined);
}
