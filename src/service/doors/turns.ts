import { z } from 'zod';
import { visibleRun } from '../caller.ts';
import type { Service } from '../service.ts';
import { call, type Door, json } from './door.ts';
import { byId, nameSchema } from './schemas.ts';

const inputSchema = z.object({
  step: z
    .looseObject({ kind: z.string(), name: z.string() })
    .nullable()
    .describe('Its spec with every default filled in; null: it cannot be read'),
  input: z.string(),
  context: z.string().nullable(),
  user: z.string().nullable(),
  baseline: z.boolean().optional().describe('Whether one agent alone was asked too'),
  thread: z.string().nullable().describe('Of it, or of all its agents; null: none, or several'),
  provider: z.string().nullable().describe('Of its agents; null: several'),
  model: z.string().nullable().describe("Of its agents; null: several, or the provider's own"),
  startedAt: z.string(),
});

const turnSchema = z.object({
  turn: z.string().describe('Names it in its run: PATH/NUMBER'),
  path: z.string(),
  number: z.int(),
  seq: z.int().nullable().describe('Of the event that it began with; null: none was told'),
  agent: z.string(),
  provider: z.string(),
  model: z.string(),
  simulated: z.boolean(),
  attempt: z.int(),
  state: z.enum(['running', 'done', 'unusable', 'failed', 'cancelled']),
  problem: z.string().nullable().describe('Why its reply is of no use'),
  error: z.string().nullable().describe('Type of the last failure'),
  startedAt: z.string(),
  durationMs: z.number().nullable(),
  usage: z.looseObject({ inputTokens: z.int(), outputTokens: z.int() }).nullable(),
  cost: z.number().nullable().describe('US dollars; null: not known'),
});

const textsSchema = turnSchema.extend({
  api: z.string().nullable(),
  request: z
    .looseObject({})
    .nullable()
    .describe('The body as it was sent, without keys; null: it cannot be told'),
  missing: z.string().nullable().describe('Why it cannot be told'),
  reply: z
    .object({
      text: z.string(),
      toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
      items: z.array(z.looseObject({})).describe('What its API wants to be given back with it'),
    })
    .nullable()
    .describe('As it came; null: there is none'),
});

const byTurn = byId.extend({ turn: nameSchema });

/** What a run was started with, and what was sent to models and came back. */
export const turns: Door = {
  name: 'Turns',
  calls: (service: Service) => [
    call({
      method: 'get',
      path: '/v1/runs/:id/input',
      does: 'What a run was started with',
      params: byId,
      answers: { 200: { does: 'All that it takes to start it again', schema: inputSchema } },
      refuses: [404, 503],
      handle: async ({ params, caller }) => {
        const { handle } = await visibleRun(service, caller, params.id);
        return json(await handle.startedWith());
      },
    }),
    call({
      method: 'get',
      path: '/v1/runs/:id/turns',
      does: 'The turns of a run: which model was asked when, and what came of it',
      params: byId,
      answers: {
        200: {
          does: 'In the order in which they began',
          schema: z.object({ turns: z.array(turnSchema) }),
        },
      },
      refuses: [404, 503],
      handle: async ({ params, caller }) => {
        const { handle } = await visibleRun(service, caller, params.id);
        return json({ turns: await handle.turns() });
      },
    }),
    call({
      method: 'get',
      path: '/v1/runs/:id/turns/:turn',
      does: 'A turn with the request as it was sent and the reply as it came',
      params: byTurn,
      answers: { 200: { does: 'The turn', schema: textsSchema } },
      refuses: [404, 503],
      handle: async ({ params, caller }) => {
        const { handle } = await visibleRun(service, caller, params.id);
        return json(await handle.turn(params.turn));
      },
    }),
  ],
};
