import { z } from 'zod';
import { timeoutSchema } from '../../durations.ts';
import { isMemoryTool } from '../../memory-tools.ts';
import { refuseKeys } from './refuse-keys.ts';

/** A name that is shown, and that stands in step paths and workflow ids. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(100, 'a name has at most 100 characters')
  .regex(/^[^\p{Cc}/]+$/u, "a name has no line breaks, control characters or '/'");

const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const;

const memoryToolsNamed =
  'remember and forget are built in: every agent of a run with a user has them, and none names them';
/** The name of a thread. */
export const threadSchema = z
  .string()
  .min(1, 'a thread needs a name')
  .max(200, "a thread's name has at most 200 characters")
  .regex(/^\P{Cc}+$/u, "a thread's name has no line breaks and no control characters");

/** What becomes of the messages of a thread that are over the budget. */
const threadOverflows = ['summarise', 'trim'] as const;

const jsonObject = z.record(z.string(), z.json());

/**
 * An agent: a model with a name, a role and instructions. Plain data; the API key stays in the
 * worker's environment.
 */
export const agentSchema = z.strictObject({
  kind: z.literal('agent'),
  name: nameSchema,
  /** What the agent is, in a few words. */
  role: z.string().default(''),
  /** A provider configured on the worker; `null`: chosen by the environment when the run starts. */
  provider: z.string().min(1).nullable().default(null),
  /** `null`: the provider's default model. */
  model: z.string().min(1).nullable().default(null),
  /** How it should work; added to the system prompt after the role. */
  instructions: z.string().default(''),
  /** Names of tools registered on the worker. */
  tools: z
    .array(z.string().regex(/^[\w-]{1,64}$/, 'a tool is named by 1 to 64 letters, digits, _ and -'))
    .max(128)
    .refine((names) => new Set(names).size === names.length, 'a tool is named twice')
    .refine((names) => !names.some(isMemoryTool), memoryToolsNamed)
    .default([]),
  /** JSON Schema of the reply; `null`: free text. */
  output: jsonObject.nullable().default(null),
  /** Model calls at most for one answer, re-asks included. */
  maxTurns: z.int().min(1).max(1000).default(10),
  maxOutputTokens: z.int().min(1).max(1_000_000).default(4096),
  temperature: z.number().min(0).max(2).nullable().default(null),
  reasoningEffort: z.enum(reasoningEfforts).nullable().default(null),
  /** Further fields of the provider's own request body. */
  providerOptions: jsonObject.superRefine(refuseKeys).default({}),
  /** For the whole answer, retries and re-asks included. */
  timeout: timeoutSchema.default('120s'),
  /** The thread whose conversation it continues; `null`: none. */
  thread: threadSchema.nullable().default(null),
  /** Tokens, by estimate, that earlier messages of the thread take in a prompt at most. */
  threadTokens: z.int().min(500).max(10_000_000).default(16_000),
  /** Whether older messages that do not fit are summed up by the same model, or only left out. */
  threadOverflow: z.enum(threadOverflows).default('summarise'),
});

/** The JSON Schema of a reply. */
export type JsonSchema = z.output<typeof jsonObject>;

export type AgentInput = z.input<typeof agentSchema>;
export type AgentSpec = z.output<typeof agentSchema>;
