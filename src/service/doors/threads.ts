import { z } from 'zod';
import { RefusedRequest } from '../errors.ts';
import type { Service } from '../service.ts';
import type { Caller } from '../caller.ts';
import { call, type Door, json } from './door.ts';
import { limitSchema } from './run-list.ts';
import { byId, nameSchema } from './schemas.ts';

const threadSchema = z.object({
  id: z.string(),
  messages: z.number(),
  createdAt: z.string(),
  user: z.string().nullable().describe('The user of its first writer'),
});

const messageSchema = z.object({
  id: z.string(),
  sequence: z.number(),
  author: z.string(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  run: z.string().nullable(),
  at: z.string(),
});

/** Conversations that outlive runs. */
export const threads: Door = {
  name: 'Threads',
  calls: (service) => [
    call({
      method: 'get',
      path: '/v1/threads',
      does: 'The threads, the newest first',
      query: z.strictObject({
        user: nameSchema.optional().describe('Only those of somebody'),
        limit: limitSchema(1_000, 100),
        after: nameSchema.optional().describe('The `next` of the page before'),
      }),
      answers: {
        200: {
          does: 'A page of them',
          schema: z.object({ threads: z.array(threadSchema), next: z.string().nullable() }),
        },
      },
      handle: async ({ query, caller }) => {
        const user = caller.user ?? query.user;
        const isForeign = query.user !== undefined && query.user !== user;
        if (isForeign) return json({ threads: [], next: null });
        return json(await service.threads.list({ ...query, user }));
      },
    }),
    call({
      method: 'get',
      path: '/v1/threads/:id/messages',
      does: 'The messages of a thread, the oldest first',
      params: byId,
      query: z.strictObject({
        limit: limitSchema(100, 100),
        after: z.coerce
          .number()
          .pipe(z.int().min(0))
          .optional()
          .describe('The `next` of the page before'),
      }),
      answers: {
        200: {
          does: 'A page of them',
          schema: z.object({ messages: z.array(messageSchema), next: z.number().nullable() }),
        },
      },
      refuses: [404],
      handle: async ({ params: { id }, query, caller }) => {
        await refuseForeign(service, caller, id);
        return json(await service.threads.messages({ thread: id, ...query }));
      },
    }),
  ],
};

/** One that is somebody else's is as good as none. */
async function refuseForeign(service: Service, { user }: Caller, thread: string): Promise<void> {
  const isName = nameSchema.safeParse(thread).success;
  const owner = isName ? await service.threads.owner(thread) : undefined;
  if (owner !== undefined && (user === null || owner === user)) return;
  throw new RefusedRequest('Request.NotFound', `there is no thread '${thread}'`);
}
