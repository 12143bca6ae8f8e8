import { bytesOf, type Text } from './content.ts';
import type { ToldEvent } from './events.ts';
import type { CallKey, CallOwner, ToolCall } from './model-call.ts';

/** Input of the `runTool` activity: one tool call of a turn. */
export interface ToolRun {
  /** The model call that asked for it. */
  key: CallKey;
  /** Message id of the reply that asks for it. */
  message: string;
  /** Which of that reply's tool calls it is, from 0. */
  index: number;
  /** `arguments` are `null` where they are long: they stand in that reply already, and are read there. */
  call: Omit<ToolCall, 'arguments'> & { arguments: string | null };
  /** Its arguments, long ones, as a check has rewritten them. Left out: they are the model's. */
  rewritten?: Text;
  owner: CallOwner;
  agentName: string;
  /** Where it is, and how often it is tried at most; left out: it is registered on the worker. */
  from?: ToolSource & { maxAttempts: number };
  /** What has happened in the run before this call, to be written with it; left out: nothing new. */
  tell?: ToldEvent[];
}

/**
 * What came of a tool call, for the model: a mistake of the model's and a failure of the tool are
 * data like a result.
 */
export interface ToolOutcome {
  /** Id of the stored message; `''` when the content is short and stands here only. */
  message: string;
  /** `null` when it is too long for a history and only stored. */
  content: string | null;
  bytes: number;
  failed: boolean;
  /** The server of tools that is gone, so that none of its tools is of any use; left out: none is. */
  gone?: string;
}

/** What tells a step's tool calls apart in the events of its run. */
export function toolEventId({ key, index }: Pick<ToolRun, 'key' | 'index'>): string {
  return `${key.number}.${index}`;
}

/** What the event of a tool call is told once by, whoever tells it. */
export function toolEventKey(
  run: Pick<ToolRun, 'key' | 'index'>,
  what: 'called' | 'ended',
): string {
  const { execution, step } = run.key;
  return `${execution}/${step}#${toolEventId(run)}/${what}`;
}

/** An outcome that is stored nowhere: its short text stands in the history only. */
export function toldOutcome(content: string, failed: boolean): ToolOutcome {
  return { message: '', content, bytes: bytesOf(content), failed };
}

/** Begins the ids of tool calls whose arguments the simulated model has invented. */
export const inventedCall = 'simulated_';

/** Tells a model that it has asked for a tool it does not have. */
export function noSuchTool(name: string, known: readonly string[]): string {
  return `there is no tool '${name}'; there are ${known.join(', ') || 'none'}`;
}

/** A tool that a server of the worker's configuration has, by the server's own name for it. */
export interface ToolSource {
  server: string;
  tool: string;
}

/** How the activity of a tool is run. */
export interface ToolPolicy {
  name: string;
  /** Milliseconds of one attempt. */
  timeoutMs: number;
  /** Attempts at most, the first included. */
  maxAttempts: number;
  /** Whether a person has to allow each call; `asked`: the tool decides it call by call. Left out: no. */
  approval?: true | 'asked';
  /** Left out: it is registered on the worker. */
  from?: ToolSource;
}

/** The tools of an agent as the worker that has them describes them. */
export interface DescribedTools {
  /** `ToolDefinition[]` as JSON, stored where it is long. */
  definitions: Text;
  tools: ToolPolicy[];
  /** What of the named tools is not there, and why; left out: all are. */
  problems?: string[];
  /** Servers that have gone since, whose tools are offered no more; left out: none. */
  gone?: string[];
}
