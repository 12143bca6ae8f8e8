import { request } from '../../api/request.ts';
import type { JsonValue } from './spec-json.ts';

/** What is about to be started. */
export interface StartDraft {
  /** `null`: by its spec. */
  team: string | null;
  description: string;
  spec: JsonValue;
  input: string;
  context: string;
  user: string;
  thread: string;
  /** Whether one agent alone is asked too. */
  baseline: boolean;
}

/**
 * Starts it, by the team's name where nobody has changed its spec.
 *
 * @param key the same however often it is sent: it is started once
 * @returns the run's id
 * @throws RequestError
 */
export async function start(draft: StartDraft, isChanged: boolean, key: string): Promise<string> {
  const { team, spec, input, ...given } = draft;
  const what = team !== null && !isChanged ? { team } : { spec };
  const more = { context: given.context, user: given.user.trim(), thread: given.thread.trim() };
  const kept = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== ''));
  const body = { ...what, input, ...kept, ...(given.baseline ? { baseline: true } : {}) };
  const { id } = await request<{ id: string }>('v1/runs', {
    method: 'POST',
    body,
    headers: { 'idempotency-key': key },
  });
  return id;
}
