import { beginningOf } from './unicode.ts';
/** What can be wrong with something that went on all the same. */
export const WarningType = {
  /** The prompt's tokens say that the server has read only a part of it. */
  promptCut: 'Prompt.Cut',
  /** A tool call was written as text, also when it was asked for again. */
  toolCallAsText: 'ToolCall.AsText',
  /** Another model answered than was asked. */
  modelSubstituted: 'Model.Substituted',
  /** No usage, or none that can be read, was reported: tokens and cost are not known. */
  usageMissing: 'Usage.Missing',
  /** The server does not hold the model to a schema: it was only told of it in words. */
  schemaInWords: 'Schema.InWords',
  /** The server takes no marks for its prompt cache: every token is paid in full. */
  cacheOff: 'Cache.Off',
  /** A setting or a tool was left out, because the server refuses it. */
  settingOmitted: 'Setting.Omitted',
  /** A reply ended in a way that its API does not know. */
  replyEnding: 'Reply.Ending',
  /** Another provider or model of the agent's list answered than the first. */
  modelFallback: 'Model.Fallback',
  /** A part of a step failed, and the step went on without it. */
  partFailed: 'Part.Failed',
  /** A verifier did not accept a result, and it went on all the same. */
  resultNotVerified: 'Result.NotVerified',
  /** A tool of a server was left out: the server is not there, or the tool is not as it should be. */
  toolOmitted: 'Tool.Omitted',
  /** An answer that a signal brought was not taken. */
  answerRefused: 'Answer.Refused',
} as const;

/** The type of a warning: a value of {@link WarningType}. */
export type WarningType = (typeof WarningType)[keyof typeof WarningType];

/** What went on, but should be known. */
export interface Warning {
  type: WarningType;
  /** What happened, to whom, and what to do. */
  message: string;
  /** Step path of the agent or pattern it happened to, `''`: the outermost step of its run. */
  path: string;
}

/** That a part of a step has failed, and the step went on without it. */
export function partFailed(what: string, reason: string, path: string): Warning {
  return {
    type: WarningType.partFailed,
    message: `${what} failed: ${beginningOf(reason, 1_000)}`,
    path,
  };
}

/** Warnings that a result holds at most; beyond them there is nothing new to learn. */
const warningsAtMost = 50;

/** All warnings, each once: the same words about another step say nothing new. */
export function joinWarnings(...all: readonly (readonly Warning[] | undefined)[]): Warning[] {
  const seen = new Map<string, Warning>();
  for (const warning of all.flatMap((each) => each ?? [])) {
    const key = `${warning.type} ${warning.message}`;
    if (!seen.has(key) && seen.size < warningsAtMost) seen.set(key, warning);
  }
  return [...seen.values()];
}
