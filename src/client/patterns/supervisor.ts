import { z } from 'zod';
import { invalidInput, parseInput } from '../../core/parse-input.ts';
import { parseStep } from '../../core/kinds/step-schema.ts';
import type {
  SupervisorInput,
  SupervisorSpec,
  SupervisorResults,
} from '../../core/kinds/supervisor/types.ts';
import type { Agent } from './agent.ts';
import { type ChatOptions, runStep } from '../runs/default-client.ts';
import { specOf, type StepLike } from '../runs/step-like.ts';

export type {
  Effort,
  Plan,
  PlanTask,
  SelectionMode,
  Split,
} from '../../core/kinds/supervisor/plan.ts';
export type { Ending, Review, ReviewAnswer } from '../../core/kinds/supervisor/review.ts';
export type { TaskForm } from '../../core/kinds/supervisor/typed-plan.ts';
export type { Verification } from '../../core/kinds/supervisor/verification.ts';
export type {
  SupervisorInput,
  SupervisorResult,
  SupervisorResults,
  SupervisorSpec,
  WorkerResult,
} from '../../core/kinds/supervisor/types.ts';

/** How a supervisor chooses its workers. */
export const WorkerSelectionMode = {
  /** The planner chooses. */
  SELECTIVE: 'selective',
  /** Every worker gets a task. */
  ALL: 'all',
  /** Every worker in order, each after the one before it. */
  SEQUENTIAL: 'sequential',
} as const;

/** One of them. */
export type WorkerSelectionMode = (typeof WorkerSelectionMode)[keyof typeof WorkerSelectionMode];

/** How a supervisor works; durations are `'60s'` or milliseconds. */
export type SupervisorConfig = Partial<
  Omit<SupervisorInput, 'kind' | 'name' | 'workers' | 'planner' | 'verifier' | 'synthesizer'>
>;

/** What a supervisor is made of. */
export interface SupervisorOptions {
  /** Any steps, by the name that the planner knows them under. */
  workers: Record<string, StepLike>;
  config?: SupervisorConfig;
  name?: string;
  /** Default: one is made, with the provider and model of the first worker. */
  planner?: Agent;
  /** Checks the results of each wave, and sends back with reasons. Default: nobody does. */
  verifier?: Agent;
  synthesizer?: Agent;
}

/** A planner that gives tasks to workers, reviews what they did, and has it made one answer. */
export class Supervisor {
  readonly spec: SupervisorSpec;

  /** @throws `Input.Invalid` for no workers, the same one twice, or a wrong field */
  constructor(options: SupervisorOptions) {
    const { workers, config, name, planner, verifier, synthesizer } = parseInput(
      optionsSchema,
      options,
      'Supervisor',
    );
    refuseTwice(workers);
    const specs = Object.entries(workers).map(([key, worker]) => [key, specOf(worker)]);
    this.spec = parseStep(
      {
        ...config,
        kind: 'supervisor',
        workers: Object.fromEntries(specs),
        ...(name === undefined ? {} : { name }),
        ...(planner === undefined ? {} : { planner: specOf(planner) }),
        ...(verifier === undefined ? {} : { verifier: specOf(verifier) }),
        ...(synthesizer === undefined ? {} : { synthesizer: specOf(synthesizer) }),
      },
      'Supervisor',
    ) as SupervisorSpec;
  }

  async run(input: string, options?: ChatOptions): Promise<SupervisorResults> {
    return await runStep(this.spec, input, options);
  }
}

/** What is inside of it is checked as a spec. */
const optionsSchema = z.strictObject({
  workers: z.custom<SupervisorOptions['workers']>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'expected an object of workers, by their names',
  ),
  config: z.custom<SupervisorConfig>().optional(),
  name: z.string().optional(),
  planner: z.custom<Agent>().optional(),
  verifier: z.custom<Agent>().optional(),
  synthesizer: z.custom<Agent>().optional(),
} satisfies Record<keyof SupervisorOptions, z.ZodType>);

function refuseTwice(workers: Record<string, StepLike>): void {
  const all = Object.entries(workers);
  const twice = all.filter(
    ([, worker], index) => all.findIndex(([, other]) => other === worker) !== index,
  );
  if (twice.length === 0) return;
  const message = 'this worker is already here under another name: give each its own';
  throw invalidInput(
    'Supervisor',
    twice.map(([name]) => ({ path: `workers.${name}`, message })),
  );
}
