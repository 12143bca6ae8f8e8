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

/** Which child workflow it is. */
export const childIdentity = (type: string, id: string): string => `child ${type} ${id}`;
