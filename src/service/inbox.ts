import type { InboxOptions } from '../client/questions/inbox.ts';
import type { WaitingQuestion } from '../core/questions/question.ts';
import type { Caller } from './caller.ts';
import type { Service } from './service.ts';

/** Questions that are looked through for those of one user. */
const lookedAt = 10_000;

/** The questions that wait in runs that a caller may see, the oldest first. */
export async function inboxOf(
  { client }: Service,
  { user }: Caller,
  { limit, ...whom }: InboxOptions,
): Promise<WaitingQuestion[]> {
  if (user === null) return await client.inbox(limit === undefined ? whom : { ...whom, limit });
  const [all, own] = await Promise.all([
    client.inbox({ ...whom, limit: lookedAt }),
    client.runs.list({ user, status: 'running', waiting: true, limit: 1_000 }),
  ]);
  const ids = new Set(own.map(({ id }) => id));
  return all.filter(({ run }) => ids.has(run)).slice(0, limit);
}
