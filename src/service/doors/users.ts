import { z } from 'zod';
import { randomUUID } from 'node:crypto';
import { checkedChange } from '../../client/memory/checked-change.ts';
import { listUsers } from '../../client/memory/list-users.ts';
import { contextLimits, type FactValue } from '../../core/user-context.ts';
import { userFor } from '../caller.ts';
import type { Service } from '../service.ts';
import { call, type Door, json } from './door.ts';
import { byId } from './schemas.ts';

const factSchema = z.object({
  key: z.string(),
  value: z.json(),
  merge: z.string(),
  at: z.string(),
  setBy: z.string(),
  run: z.string().nullable(),
});

const factsSchema = z.object({ user: z.string(), facts: z.array(factSchema) });

const factsAnswer = { 200: { does: 'The facts, sorted by their keys', schema: factsSchema } };

/** What is known of users. */
export const users: Door = {
  name: 'Users',
  calls: (service) => [
    call({
      method: 'get',
      path: '/v1/users',
      does: 'The users of whom something was ever said',
      answers: { 200: { does: 'Their ids', schema: z.object({ users: z.array(z.string()) }) } },
      handle: async ({ caller: { user } }) => {
        const found = user === null ? await listUsers(service.client.parts.temporal) : [user];
        return json({ users: found });
      },
    }),
    call({
      method: 'get',
      path: '/v1/users/:id/facts',
      does: 'What is known of a user',
      params: byId,
      answers: factsAnswer,
      refuses: [403, 503],
      handle: async ({ params, caller }) =>
        json(await factsOf(service, userFor(caller, params.id))),
    }),
    call({
      method: 'post',
      path: '/v1/users/:id/facts',
      does: 'Set facts by their keys, each merged by the rule of its field',
      params: byId,
      body: z
        .record(z.string(), z.json())
        .refine(
          (facts) => Object.keys(facts).length <= contextLimits.facts,
          `a user has at most ${contextLimits.facts} facts`,
        ),
      answers: factsAnswer,
      refuses: [403, 503],
      handle: async ({ params, body, caller }) => {
        const user = userFor(caller, params.id);
        await setFacts(service, user, Object.entries(body) as [string, FactValue][]);
        return json(await factsOf(service, user));
      },
    }),
  ],
};

async function factsOf({ client }: Service, user: string) {
  return { user, facts: await client.user(user).facts() };
}

/** All of them are checked before the first is set. */
async function setFacts({ client }: Service, user: string, facts: readonly [string, FactValue][]) {
  for (const [key, value] of facts) {
    const change = { change: 'set', key, value, merge: null } as const;
    checkedChange(change, { id: randomUUID(), setBy: 'client' });
  }
  const context = client.user(user);
  for (const [key, value] of facts) await context.set(key, value);
}
