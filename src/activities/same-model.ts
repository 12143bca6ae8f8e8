/** What a name may have besides the model: its maker, a date, how it was trained, how it is stored. */
const additions = [
  /^(?:[a-z-]+\.)+(?=[a-z])/,
  /^(?:openai|anthropic|google|meta|azure|databricks|vertex|bedrock)[-_]+/,
  /\.(?:gguf|bin|safetensors)$/,
  /:(?:latest|free|nitro|floor|online|thinking|exacto)$/,
  /-v\d+:\d+$/,
  /[-@_:]20\d\d-?[01]\d-?[0-3]\d(?!\d)/,
  /[-_][01]\d-20\d\d(?!\d)/,
  /[-_][01]\d-[0-3]\d(?!\d)/,
  /[-@_]\d{4}(?![\da-z])/,
  /[-@_]00\d$/,
  /[-_.:]i?q\d(?:_[a-z0-9]{1,3}){0,3}(?![a-z0-9])/,
  /[-_.:](?:gguf|awq|gptq|mlx|fp8|fp16|bf16|int4|int8|[48]bit|nf4|mxfp4|nvfp4)(?![a-z0-9])/g,
  /[-_:](?:latest|preview|instruct|it|exp|experimental|hf)(?![a-z0-9])/g,
];

/** What only one of two names may have: a tag, a version, a size, the nought of a first version. */
const oneSided = [/:[^:]+$/, /-v\d+(?:\.\d+)?$/, /[-_:]\d+(?:\.\d+)?b(?![a-z0-9])/, /-0$/];

/**
 * Whether a model that answered is the one that was asked for, as servers call it: what differs is no
 * more than a date, a maker, a tag or how it is stored. `gpt-4o-mini` is not `gpt-4o`.
 */
export function isSameModel(asked: string, answered: string): boolean {
  const [a, b] = [withoutAdditions(asked), withoutAdditions(answered)];
  // A single letter is what a server says that has no name for its model.
  if (plain(a) === '' || plain(b).length < 2) return true;
  return formsOf(a).includes(plain(b)) || formsOf(b).includes(plain(a));
}

function withoutAdditions(model: string): string {
  const name = model.toLowerCase().slice(0, 300).split('/').at(-1) ?? '';
  return additions.reduce((rest, addition) => rest.replace(addition, ''), name);
}

function formsOf(name: string): string[] {
  return [plain(name), ...oneSided.map((part) => plain(name.replace(part, '')))];
}

function plain(name: string): string {
  return name.replaceAll(/[^a-z0-9]/g, '');
}
