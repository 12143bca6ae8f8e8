import { z } from 'zod';
import { userContextId } from '../../core/user-context.ts';

/** What a run is started with, besides its spec and its input. */
export interface RunOptions {
  /** Workflow id of the run, 1 to 200 characters. Default: the step's name and a random part. */
  id?: string;
  /** Background that every agent of the run sees. Default none. */
  context?: string;
  /** Whose user context the agents share. Default nobody's. */
  user?: string;
  /** The thread that the run's agent, or its team as a whole, continues; not where the spec names one. */
  thread?: string;
  /**
   * Whether one agent alone, on the provider and model of the first one in the spec, is asked too: its
   * result is the `baseline` of the run's, whose totals it counts in. Default `false`.
   */
  baseline?: boolean;
  /** For agents that name no provider. Default: by the environment. */
  provider?: string;
  /** For agents that name neither provider nor model. Default: the provider's. */
  model?: string;
}

/** Id of a run that is to be started. Half a surrogate pair would not come back as it was given. */
export const runIdSchema = z
  .string()
  .min(1, 'it is empty')
  .max(200, 'it has more than 200 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'it has control characters')
  .refine(
    (id) => !id.startsWith(userContextId('')),
    `ids that begin with '${userContextId('')}' are those of what is known of users`,
  )
  .refine((id) => !id.includes('/'), "it has a '/', as ids of steps inside a run do");

const text = z.string();

/** Which options there are, and that each is a text; what else they have to be is checked where they are used. */
export const runOptionsSchema = z.strictObject({
  id: text.optional(),
  context: text.nullish(),
  user: text.optional(),
  thread: text.optional(),
  baseline: z.boolean().optional(),
  provider: text.min(1, 'it is empty').nullish(),
  model: text.min(1, 'it is empty').nullish(),
} satisfies Record<keyof RunOptions, z.ZodType>);

export function isRunOption(name: string): name is keyof RunOptions {
  return Object.hasOwn(runOptionsSchema.shape, name);
}

/** Parts what a run is started with from whatever else stands beside it; without what is undefined. */
export function splitRunOptions<T extends RunOptions>(
  all: T,
): { run: RunOptions; rest: Omit<T, keyof RunOptions> } {
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return {
    run: Object.fromEntries(given.filter(isOfRun)),
    rest: Object.fromEntries(given.filter((each) => !isOfRun(each))) as Omit<T, keyof RunOptions>,
  };
}

function isOfRun([name]: [string, unknown]): boolean {
  return isRunOption(name);
}
