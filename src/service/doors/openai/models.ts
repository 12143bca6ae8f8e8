import { z } from 'zod';
import { mayStart, teamFor } from '../../caller.ts';
import { RefusedRequest } from '../../errors.ts';
import type { Caller } from '../../caller.ts';
import type { Service } from '../../service.ts';
import { type ReadyTeam, type Team } from '../../teams/teams.ts';
import { type Call, call, json } from '../door.ts';
import { noSuchModel } from './openai-error.ts';

const modelSchema = z.object({
  id: z.string().describe('Name of the team'),
  object: z.literal('model'),
  created: z.number(),
  owned_by: z.string(),
});

/** Teams as models: those that the caller may start, and that can be. */
export function modelCalls(service: Service): Call[] {
  const created = Math.floor(Date.now() / 1_000); // no team tells when it was written
  const modelOf = ({ name }: Team) =>
    ({ id: name, object: 'model', created, owned_by: 'durable-agents' }) as const;
  return [
    call({
      method: 'get',
      path: '/v1/models',
      does: 'The teams, as OpenAI lists models',
      answers: {
        200: {
          does: 'The teams that the caller may start',
          schema: z.object({ object: z.literal('list'), data: z.array(modelSchema) }),
        },
      },
      handle: ({ caller }) => {
        const teams = service.teams
          .list()
          .filter(({ name, spec }) => spec !== null && mayStart(caller, name));
        return json({ object: 'list', data: teams.map(modelOf) });
      },
    }),
    call({
      method: 'get',
      path: '/v1/models/:model',
      does: 'A team, as OpenAI shows a model',
      params: z.strictObject({ model: z.string() }),
      answers: { 200: { does: 'The team', schema: modelSchema } },
      refuses: [404],
      handle: async ({ params, caller }) =>
        json(modelOf(await teamOf(service, caller, params.model))),
    }),
  ];
}

/**
 * The team of a model's name.
 *
 * @throws 404, as OpenAI says it, where there is none that the caller may start
 */
export async function teamOf(service: Service, caller: Caller, model: string): Promise<ReadyTeam> {
  try {
    return await teamFor(service, caller, model);
  } catch (error) {
    if (error instanceof RefusedRequest && error.refusal.status === 404)
      throw noSuchModel(error.message);
    throw error;
  }
}
