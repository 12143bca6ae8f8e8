import type { Random } from './random.ts';

/** A text as it is told: pieces, and how often each stands there. Short, and so fit to be put into a test. */
export type Recipe = readonly (readonly [piece: string, times: number])[];

/** The text of a recipe. */
export function written(recipe: Recipe): string {
  return recipe.map(([piece, times]) => piece.repeat(times)).join('');
}

/** Pieces that some reader stops at, opens, or looks for. */
const pieces: readonly string[] = [
  ...'[]{}()<>"\'`\\/:;,.-_=+*&!?#%|@~^$ \n\t\r0123eE'.split(''),
  ...['```', '```json\n', '<think>', '</think>', '<thinking>', '[THINK]', '◁think▷', '<|channel|>'],
  ...['<|channel|>final<|message|>', '<tool_call>', 'weather(', '{"name":"weather","arguments":{'],
  ...['{"a":', '[1,', '"a"', '\\"', '\\u0000', '{"__proto__":', '"constructor":', 'null', 'true'],
  ...['sk-', 'eyJ', '-eyJ', 'xai-', 'Bearer ', 'api key', 'api_key: ', 'deadbeef', '***', '…'],
  ...['try again in ', 'retry after ', '9s', '1h2m3s', '1e9 seconds', 'maximum context length'],
  ...['<html>', '<script', '</script>', '<!--', '<body>', '&amp;', 'http://x.test/', 'error: '],
  ...['kind: ', 'agent', '- ', '&a ', '*a ', '<<: ', '!!js ', '? ', '| ', '> ', '---\n', '  '],
  ...['\u001b[', '\u202e', '\ud800', '\udc00', '\u2028', 'ä', '漢', '👩‍👩‍👧', '\0'],
];

/** Characters of a text at most, most times; now and then ten times as many. */
const usualLength = 20_000;

/** A few pieces, some of them very often. */
export function hostileText(random: Random): Recipe {
  const room = random.chance(0.1) ? 10 * usualLength : usualLength;
  return Array.from({ length: 1 + random.below(6) }, () => {
    const piece = random.oneOf(pieces);
    const most = Math.max(1, Math.floor(room / 4 / piece.length));
    return [piece, random.chance(0.4) ? 1 + random.below(most) : 1 + random.below(4)] as const;
  });
}

const names = [
  'a',
  'kind',
  'name',
  'steps',
  'agents',
  'output',
  'message',
  'error',
  'code',
  'type',
];
const oddNames = ['__proto__', 'constructor', 'toString', '', 'length', '$ref', 'then', '0'];
const words = [
  'agent',
  'pipeline',
  'parallel',
  'supervisor',
  'debate',
  'x',
  '',
  '\u001b[2J',
  '429',
];

/** Any JSON, a few levels deep. */
export function anyJson(random: Random, depth = 0): unknown {
  const leaf = () =>
    random.oneOf<unknown>([null, true, 0, -1, 1e308, 0.1, ...words, 'long '.repeat(200)]);
  if (depth > 4 || random.chance(0.3)) return leaf();
  const inner = Array.from({ length: random.below(5) }, () => anyJson(random, depth + 1));
  if (random.chance(0.4)) return inner;
  const entries = inner.map((value) => [
    random.oneOf(random.chance(0.9) ? names : oddNames),
    value,
  ]);
  return Object.fromEntries(entries as [string, unknown][]);
}

/** A spec with something wrong in it, most times. */
export function anySpec(random: Random): unknown {
  const agent = (): Record<string, unknown> => ({
    kind: 'agent',
    name: random.oneOf(['A', 'B', '', 'x'.repeat(300), '\u202eA']),
    ...(random.chance(0.4) ? { output: anySchema(random) } : {}),
    ...(random.chance(0.3) ? { [random.oneOf([...names, ...oddNames])]: anyJson(random) } : {}),
  });
  const kind = random.oneOf(['agent', 'pipeline', 'parallel', 'supervisor', 'debate', 'nothing']);
  const inside = Array.from({ length: random.below(4) }, agent);
  if (kind === 'agent') return agent();
  return { kind, name: 'P', [random.oneOf(['steps', 'agents', 'workers'])]: inside };
}

const patterns = ['^(a+)+$', '(a|aa)+!', '(', '^.*.*.*x$', '(?=(a*)*)', '[a-z]{1,3}'];
const references = ['#', '#/$defs/a', '#/$defs/no', 'http://127.0.0.1:9/x.json', '#/properties/a'];

/** A JSON Schema, or nearly one. */
export function anySchema(random: Random, depth = 0): Record<string, unknown> {
  const inner = () => (depth > 4 ? {} : anySchema(random, depth + 1));
  const several = () => Array.from({ length: 1 + random.below(4) }, inner);
  const keywords: (() => Record<string, unknown>)[] = [
    () => ({ type: random.oneOf(['object', 'array', 'string', 'integer', 'null', 'objekt']) }),
    () => ({ properties: { [random.oneOf([...names, ...oddNames])]: inner(), a: inner() } }),
    () => ({ required: [random.oneOf([...names, ...oddNames])] }),
    () => ({ items: inner(), uniqueItems: random.chance(0.3) }),
    () => ({ [random.oneOf(['anyOf', 'oneOf', 'allOf'])]: several() }),
    () => ({ not: inner(), if: inner(), else: inner() }),
    () => ({ pattern: random.oneOf(patterns) }),
    () => ({ patternProperties: { [random.oneOf(patterns)]: inner() } }),
    () => ({ $ref: random.oneOf(references), $defs: { a: inner() } }),
    () => ({ enum: Array.from({ length: random.below(500) }, (_, at) => `e${at}`) }),
    () => ({ [random.oneOf(oddNames)]: anyJson(random, depth) }),
  ];
  const chosen = Array.from({ length: 1 + random.below(3) }, () => random.oneOf(keywords)());
  return Object.assign({}, ...chosen) as Record<string, unknown>;
}

const replyFields = [
  ...['choices', 'message', 'delta', 'content', 'text', 'tool_calls', 'function', 'function_call'],
  ...['name', 'arguments', 'id', 'index', 'finish_reason', 'usage', 'error', 'output', 'status'],
  ...['output_index', 'item', 'response', 'content_block', 'stop_reason', 'input', 'refusal'],
  ...['prompt_tokens', 'completion_tokens', 'input_tokens', 'output_tokens', 'total_tokens'],
];
const eventTypes = [
  ...['message_start', 'content_block_start', 'content_block_delta', 'message_delta'],
  ...['message_stop', 'response.output_item.added', 'response.output_item.done'],
  ...['response.output_text.delta', 'response.function_call_arguments.done', 'response.completed'],
];

/** Fields of replies, with anything in them. */
export function replyJson(random: Random, depth = 0): Record<string, unknown> {
  const value = (): unknown => {
    if (depth > 4 || random.chance(0.3)) return anyJson(random, depth);
    const inner = replyJson(random, depth + 1);
    return random.chance(0.5) ? inner : [inner, anyJson(random, depth + 1)];
  };
  const entries = Array.from({ length: 1 + random.below(5) }, () => [
    random.oneOf(random.chance(0.9) ? replyFields : oddNames),
    value(),
  ]);
  const type = random.oneOf(['message', 'function_call', 'tool_use', 'text', 'output_text']);
  return { ...(Object.fromEntries(entries) as object), ...(random.chance(0.5) && { type }) };
}

/** An event of a stream, with anything in it. */
export function eventJson(random: Random): Record<string, unknown> {
  return { ...replyJson(random), ...(random.chance(0.7) && { type: random.oneOf(eventTypes) }) };
}
