import { z } from 'zod';
import { readFilledPage } from '../../client/runs/read-items.ts';
import { itemStates, type ItemState } from '../../core/list-items.ts';
import { visibleRun } from '../caller.ts';
import type { Service } from '../service.ts';
import { type Call, call, json } from './door.ts';
import { limitSchema } from './run-list.ts';
import { byId } from './schemas.ts';

const stateSchema = z.enum(itemStates as [ItemState, ...ItemState[]]);

const querySchema = z.strictObject({
  state: stateSchema.optional().describe('Only those of this state'),
  limit: limitSchema(500, 100),
  after: z.coerce
    .number()
    .pipe(z.int().min(0))
    .default(0)
    .describe('The `next` of the page before, or any index'),
});

const itemSchema = z.object({
  index: z.int().describe('From 1'),
  state: stateSchema,
  input: z.string(),
  success: z.boolean(),
  content: z.string().nullable(),
  error: z.looseObject({ type: z.string(), message: z.string() }).nullable(),
  cost: z.number().nullable().describe('US dollars; null: not known'),
});

const pageSchema = z.object({
  counts: z
    .object({ total: z.int(), succeeded: z.int(), failed: z.int() })
    .nullable()
    .describe('Of the whole list; null: the map has not begun'),
  items: z.array(itemSchema).describe('In the order of the list; fewer than wanted where long'),
  next: z.int().nullable().describe('null: these were the last'),
});

/** `GET /v1/runs/ID/items`. */
export function itemsCall(service: Service): Call {
  return call({
    method: 'get',
    path: '/v1/runs/:id/items',
    does: 'The items of a map, with what has come of each so far',
    params: byId,
    query: querySchema,
    answers: { 200: { does: 'A page of them', schema: pageSchema } },
    refuses: [404, 503],
    handle: async ({ params, query, caller }) => {
      const { handle } = await visibleRun(service, caller, params.id);
      const { state = null, after, limit } = query;
      const wanted = { step: handle.id, after, state, limit };
      return json(await readFilledPage(service.client.parts, wanted));
    },
  });
}
