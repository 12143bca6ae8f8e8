import { z } from 'zod';
import { mayStart } from '../caller.ts';
import { RefusedRequest } from '../errors.ts';
import type { Team } from '../teams/teams.ts';
import { call, type Door, json } from './door.ts';

const teamSchema = z.object({
  name: z.string(),
  description: z.string(),
  kind: z.string().nullable().describe('null: its file could never be read'),
  problem: z.string().nullable().describe('What is wrong with its file now'),
});

const specSchema = teamSchema.extend({
  spec: z.looseObject({}).nullable().describe('As it is written; null: it could never be read'),
});

/** What can be started by its name. */
export const teams: Door = {
  name: 'Teams',
  calls: (service) => [
    call({
      method: 'get',
      path: '/v1/teams',
      does: 'The teams that can be started by their names',
      answers: { 200: { does: 'The teams', schema: z.object({ teams: z.array(teamSchema) }) } },
      handle: ({ caller }) => {
        const shown = service.teams.list().filter(({ name }) => mayStart(caller, name));
        return json({ teams: shown.map(listed) });
      },
    }),
    call({
      method: 'get',
      path: '/v1/teams/:name',
      does: 'One team, with its spec',
      params: z.strictObject({ name: z.string() }),
      answers: { 200: { does: 'The team', schema: specSchema } },
      refuses: [404],
      handle: async ({ params: { name }, caller }) => {
        const team = mayStart(caller, name) ? await service.teams.find(name) : undefined;
        if (team !== undefined) return json(team);
        throw new RefusedRequest('Request.NotFound', `there is no team '${name}'`);
      },
    }),
  ],
};

function listed({ name, description, kind, problem }: Team) {
  return { name, description, kind, problem };
}
