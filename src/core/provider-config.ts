import { z } from 'zod';
import type { Capabilities, Capability } from './capabilities.ts';
import type { InputProblem } from './parse-input.ts';
import { addressProblem } from './provider-address.ts';
import { type Api, apis, apiTraits } from './provider-apis.ts';
import type { AgentSpec } from './kinds/agent/types.ts';
import { timeoutSchema } from './timeout-schema.ts';

/** US dollars a million tokens. */
const priceSchema = z.strictObject({
  input: z.number().min(0),
  /** Default: as `input`. */
  cached: z.number().min(0).optional(),
  output: z.number().min(0),
});

const baseURLSchema = z.string().superRefine((value, context) => {
  const message = addressProblem(value);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** @see Capabilities for what they mean */
const capabilitiesSchema = z.strictObject({
  nativeSchema: z.boolean().optional(),
  outputLimit: z
    .enum(['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'none'])
    .optional(),
  systemRole: z.enum(['system', 'developer', 'user']).optional(),
  alternatingTurns: z.boolean().optional(),
  streamOnly: z.boolean().optional(),
  streaming: z.boolean().optional(),
  tools: z.boolean().optional(),
  parallelTools: z.boolean().optional(),
  toolSchemas: z.enum(['strict', 'full', 'basic']).optional(),
  promptCache: z.boolean().optional(),
  statelessReasoning: z.boolean().optional(),
  streamUsage: z.boolean().optional(),
}) satisfies z.ZodType<{ [Name in Capability]?: Capabilities[Name] | undefined }>;

/**
 * A named provider endpoint, as it stands in a worker's configuration. It carries no key: `keyEnv`
 * names the variable of the worker's environment that holds it.
 */
const providerSchema = z.strictObject({
  api: z.enum(apis),
  /** `null`: the API's own address. OpenAI's end in `/v1`, Anthropic's do not. */
  baseURL: baseURLSchema.nullable().default(null),
  /** `null`: the endpoint wants no key. */
  keyEnv: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]*$/i, 'expected the name of a variable')
    .nullable()
    .default(null),
  /** The model for agents that name none. */
  model: z.string().min(1).nullable().default(null),
  /** Prices by model; they come before the built-in ones. */
  prices: z.record(z.string(), priceSchema).default({}),
  /** What it takes, where that is not to be found out; it holds for all of its models. */
  capabilities: capabilitiesSchema.default({}),
  /** How long a stream may be silent before the first word, and while the model thinks. Default `'10m'`. */
  firstTokenTimeout: timeoutSchema.optional(),
  /** How long it may be silent between two pieces of a reply. Default `'2m'`. */
  tokenTimeout: timeoutSchema.optional(),
});

/** A provider as it is configured: `docs/providers.md` says what its fields are. */
export type ProviderInput = z.input<typeof providerSchema>;
export type ProviderConfig = z.output<typeof providerSchema>;

export const providersSchema = z.record(
  z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,49}$/, 'a provider name has lower-case letters, digits, . _ -'),
  providerSchema,
);

/** Fields of a request that an agent's other settings decide, so that `providerOptions` may not. */
const decided = [
  'model',
  'input',
  'messages',
  'instructions',
  'system',
  'stream',
  'store',
  'temperature',
  'tools',
  'max_tokens',
  'max_output_tokens',
  'max_completion_tokens',
  'response_format',
  'output_format',
  'n',
  'background',
  'previous_response_id',
  'conversation',
  'tool_choice',
  'functions',
  'stream_options',
];

/** What of an agent's settings its provider's API cannot do. */
export function settingProblems(
  agent: Partial<Pick<AgentSpec, 'temperature' | 'reasoningEffort' | 'providerOptions'>>,
  api: Api,
): InputProblem[] {
  const problems: InputProblem[] = [];
  for (const field of ['temperature', 'reasoningEffort'] as const) {
    const message = (agent[field] ?? null) === null ? undefined : apiTraits[api].lacks[field];
    if (message !== undefined) problems.push({ path: field, message });
  }
  for (const field of Object.keys(agent.providerOptions ?? {}).filter((key) =>
    decided.includes(key),
  )) {
    const message = "providerOptions cannot set this: the agent's own settings decide it";
    problems.push({ path: `providerOptions.${field}`, message });
  }
  return problems;
}
