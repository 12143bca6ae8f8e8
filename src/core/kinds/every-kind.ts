import type { GivenJsonObject, JsonSchema } from '../json-schema.ts';
import type { Step } from './step.ts';

/** What a pattern of any kind may have besides the fields of its own; an agent has them among its own. */
export interface EveryKind {
  /** JSON Schema of its content; left out: its content is as its kind says. */
  output?: GivenJsonObject | null;
  /** The thread whose conversation it continues; left out: none. */
  thread?: string | null;
}

/** Element of the step paths below a pattern where an agent puts its answer into the form of its `output`. */
export const outputElement = 'output';

/** The form that a pattern's content is to have; `null`: none, or it is an agent, which sees to it itself. */
export function outputOf(step: Step): JsonSchema | null {
  if (step.kind === 'agent') return null;
  return ((step as EveryKind).output ?? null) as JsonSchema | null;
}

/** The thread that a step continues; `null`: none. */
export function threadOf(step: Step): string | null {
  return (step as EveryKind).thread ?? null;
}
