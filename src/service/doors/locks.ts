import { z } from 'zod';
import { readLocks } from '../../client/runs/read-locks.ts';
import { RefusedRequest } from '../errors.ts';
import { call, type Door, json } from './door.ts';

const lockSchema = z.looseObject({
  namespace: z.string(),
  key: z.string(),
  holder: z.string().nullable(),
  fencing: z.number(),
  heldForMs: z.number().nullable(),
  expiresInMs: z.number().nullable(),
  waiters: z.array(z.object({ position: z.number(), holder: z.string(), waitingMs: z.number() })),
});

/** Locks of tools. */
export const locks: Door = {
  name: 'Locks',
  calls: (service) => [
    call({
      method: 'get',
      path: '/v1/locks',
      does: 'Who holds which lock, and who waits',
      answers: {
        200: {
          does: 'The locks that are held or waited for',
          schema: z.object({ locks: z.array(lockSchema), more: z.number() }),
        },
      },
      refuses: [403, 503],
      handle: async ({ caller }) => {
        if (caller.user === null) return json(await readLocks(service.client.parts));
        const message = 'locks are shared by all users: a token for one user does not see them';
        throw new RefusedRequest('Request.Forbidden', message);
      },
    }),
  ],
};
