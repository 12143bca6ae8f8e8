import { z } from 'zod';
import { timeoutSchema } from '../../timeout-schema.ts';
import { nameSchema } from '../name-schema.ts';
import { inAnyCase, refuseIf } from '../refinements.ts';
import { currentChecks } from '../spec-checks.ts';
import { approvalTimeoutSchema, approveSchema, unknownApprovals } from './approval-schema.ts';
import { checksSchema, unknownChecked } from './check-schema.ts';
import { agentDefaults } from './defaults.ts';
import { refuseKeys } from './refuse-keys.ts';
import type { InputProblem } from '../../parse-input.ts';
import { modelsOf, type WithModelList, withModels } from './model-choices.ts';
import { toolsSchema } from './tools-schema.ts';
import type { AgentSpec } from './types.ts';

const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const;

/** The name of a thread. */
export const threadSchema = z
  .string()
  .min(1, 'a thread needs a name')
  .max(200, "a thread's name has at most 200 characters")
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "a thread's name has no line breaks and no control characters");

/** The JSON Schema of a reply. */
export const outputSchema = z
  .record(z.string(), z.json())
  .superRefine((schema, context) => refuseIf(currentChecks().output(schema), context));

/** What becomes of the messages of a thread that are over the budget. */
const threadOverflows = ['summarise', 'trim'] as const;

const promptCaches = ['auto', 'off', '1h'] as const;

const jsonObject = z.record(z.string(), z.json());

const providerName = z
  .string()
  .min(1)
  .superRefine((name, context) => refuseIf(currentChecks().provider(name), context));

const modelName = z
  .string()
  .min(1)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'a model has no line breaks and no control characters');

const wholeChoice = z.strictObject({
  provider: providerName.nullable(),
  model: modelName.nullable(),
  timeout: timeoutSchema.nullable(),
});

const modelChoice = z.union([modelName, wholeChoice.partial()]);

const checkingAgent: z.ZodType<AgentSpec> = z.lazy((): z.ZodType<AgentSpec> => agentSchema);

/** @see AgentSpec for what the fields mean */
export const agentSchema = z
  .strictObject({
    kind: z.literal('agent'),
    name: nameSchema,
    role: z.string().default(agentDefaults.role),
    provider: providerName.nullable().default(agentDefaults.provider),
    model: z
      .union([modelName, z.array(modelChoice).min(1).max(10)])
      .nullable()
      .default(agentDefaults.model),
    models: z.array(wholeChoice).min(1).max(10).optional(),
    instructions: z.string().default(agentDefaults.instructions),
    tools: toolsSchema.default(() => [...agentDefaults.tools]),
    approve: approveSchema.default(() => []),
    approvalTimeout: approvalTimeoutSchema.default(() => ({ ...agentDefaults.approvalTimeout })),
    checks: checksSchema(checkingAgent).default(() => []),
    output: outputSchema.nullable().default(agentDefaults.output),
    maxTurns: z.int().min(1).max(1000).default(agentDefaults.maxTurns),
    maxOutputTokens: z.int().min(1).max(1_000_000).default(agentDefaults.maxOutputTokens),
    temperature: z.number().min(0).max(2).nullable().default(agentDefaults.temperature),
    reasoningEffort: z.enum(reasoningEfforts).nullable().default(agentDefaults.reasoningEffort),
    providerOptions: jsonObject.superRefine(refuseKeys).default(() => ({})),
    promptCache: z.enum(promptCaches).default(agentDefaults.promptCache),
    timeout: timeoutSchema.nullable().default(agentDefaults.timeout),
    localCalls: z.boolean().default(agentDefaults.localCalls),
    thread: threadSchema.nullable().default(agentDefaults.thread),
    threadTokens: z.int().min(500).max(10_000_000).default(agentDefaults.threadTokens),
    threadOverflow: z.enum(threadOverflows).default(agentDefaults.threadOverflow),
  })
  .superRefine((agent, context) => {
    for (const { path, message } of settingsProblems(agent))
      context.addIssue({ code: 'custom', path: path.split('.'), message });
    for (const problem of [...unknownApprovals(agent), ...unknownChecked(agent)])
      context.addIssue({ code: 'custom', ...problem });
  }, inAnyCase)
  .transform((agent): AgentSpec =>
    currentChecks().complete(withModels(agent)),
  ) satisfies z.ZodType<AgentSpec>;

/** What is wrong with an agent's settings for any of its models, each once. */
function settingsProblems(agent: WithModelList): InputProblem[] {
  const models = modelsOf(agent).filter((each) => typeof (each ?? 0) === 'object'); // as written
  const found = models.flatMap(({ provider, model }) =>
    currentChecks().settings({ ...agent, provider, model, models: [] }),
  );
  const keys = found.map(({ path, message }) => `${path} ${message}`);
  return found.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}
