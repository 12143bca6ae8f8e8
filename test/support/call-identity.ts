/** The fields of an activity's input that say which call it is, as opposed to how it is worded. */
interface Identifying {
  key?: object;
  index?: number;
  id?: string;
  ids?: string[];
  names?: string[];
  user?: string;
  step?: string;
  upTo?: number;
  change?: { id: string };
  texts?: { id: string }[];
}

/**
 * Which call an activity is: its type, and what in its input identifies it (the step and the number
 * of a model call, ids of texts). Prompts and settings are left out: they may change under a run.
 */
export function callIdentity(type: string, input: unknown): string {
  const { key, index, id, ids, names, user, step, upTo, change, texts } = (input ??
    {}) as Identifying;
  const identifying = { key, index, id, ids, names, user, step, upTo };
  const inside = { change: change?.id, texts: texts?.map((text) => text.id) };
  return `${type} ${JSON.stringify({ ...identifying, ...inside })}`;
}

/**
 * Which local activity it is. A history has no inputs of them: it tells a model call by the id of its
 * reply, `EXECUTION/STEP#NUMBER`, and of others only the type.
 */
export const localIdentity = (type: string, replyId = ''): string => `local ${type} ${replyId}`;

/** The id that the reply to a model call gets; `undefined` for other activities. */
export function replyIdOf(input: unknown): string | undefined {
  const { key } = (input ?? {}) as { key?: { execution: string; step: string; number: number } };
  return key && `${key.execution}/${key.step}#${key.number}`;
}

/** Which child workflow it is. */
export const childIdentity = (type: string, id: string): string => `child ${type} ${id}`;
