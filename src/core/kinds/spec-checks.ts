import type { InputProblem } from '../parse-input.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { AgentSpec } from './agent/types.ts';

/**
 * What is asked of a spec beyond its form while it is parsed: of the names in it, of an agent's reply
 * schema, and of its settings. Each answers with a problem, or `null`. And what is filled in then.
 */
export interface SpecChecks {
  /** A provider that an agent names. */
  provider(name: string): string | null;
  /** A tool that an agent names. */
  tool(name: string): string | null;
  /** A function that stands in a step's place; `otherwise`: what can be done instead of registering it. */
  function(name: string, otherwise?: string): string | null;
  /** An agent's `output`. */
  output(schema: JsonSchema): string | null;
  /** An agent's settings together; a field that is wrong by itself may be missing or of another type. */
  settings(agent: Partial<AgentSpec>): InputProblem[];
  /** The agent with what its spec leaves open. */
  complete(agent: AgentSpec): AgentSpec;
}

/** Where nothing is known of who will run the spec. */
export const noChecks: SpecChecks = {
  provider: () => null,
  tool: () => null,
  function: () => null,
  output: () => null,
  settings: () => [],
  complete: (agent) => agent,
};

let current = noChecks;

/** What is asked in the parse that is going on. */
export function currentChecks(): SpecChecks {
  return current;
}

/**
 * Parses with these checks. A parse is synchronous, so they stand here while it lasts; to build the
 * schemas anew with them would take twenty times as long as the parse.
 */
export function withChecks<T>(checks: SpecChecks, parse: () => T): T {
  const before = current;
  current = checks;
  try {
    return parse();
  } finally {
    current = before;
  }
}
