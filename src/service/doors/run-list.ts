import { z } from 'zod';
import { kindNames } from '../../core/kinds/registry.ts';
import type { Kind } from '../../core/kinds/step.ts';
import type { Caller } from '../caller.ts';
import type { Service } from '../service.ts';
import { type Call, call, json } from './door.ts';
import { linksOf } from './links.ts';
import { linksSchema, nameSchema, statusSchema } from './schemas.ts';

/** A number, as a query writes it. */
export const limitSchema = (most: number, usual: number) =>
  z.coerce
    .number()
    .pipe(z.int().min(1).max(most))
    .default(usual)
    .describe(`At most so many, ${usual} if not given`);

const querySchema = z.strictObject({
  status: statusSchema.optional(),
  kind: z.enum(kindNames as [Kind, ...Kind[]]).optional(),
  user: nameSchema.optional().describe('Whose user context they share'),
  name: nameSchema.optional().describe('Of their step'),
  waiting: z.enum(['true', 'false']).optional().describe('Only those in which a question waits'),
  limit: limitSchema(1_000, 20),
  after: z.string().optional().describe('The `next` of the page before'),
});

const listedSchema = linksSchema.extend({
  status: statusSchema,
  kind: z.string(),
  name: z.string().nullable(),
  question: z.string().nullable().describe('How its input begins'),
  startedAt: z.string(),
  durationMs: z.number(),
  cost: z.number().nullable().describe('US dollars, so far; null: not known'),
  simulated: z
    .boolean()
    .nullable()
    .describe('Whether the simulated model answered; null: not known'),
});

/** `GET /v1/runs`. */
export function listCall(service: Service): Call {
  return call({
    method: 'get',
    path: '/v1/runs',
    does: 'The runs, the newest first',
    query: querySchema,
    answers: {
      200: {
        does: 'A page of them',
        schema: z.object({ runs: z.array(listedSchema), next: z.string().nullable() }),
      },
    },
    refuses: [503],
    handle: async ({ query, caller }) => json(await list(service, caller, query)),
  });
}

async function list(
  service: Service,
  caller: Caller,
  { waiting, user: wanted, ...query }: z.output<typeof querySchema>,
) {
  const { client } = service;
  const user = caller.user ?? wanted;
  if (wanted !== undefined && wanted !== user) return { runs: [], next: null };
  const { runs, next } = await client.runs.page(
    defined({ ...query, user, waiting: waiting === 'true' }),
  );
  const simulated = await client.parts.readSimulated?.(runs.map(({ id }) => id));
  return {
    runs: runs.map((run) => ({
      ...run,
      ...linksOf(service, client.handle(run.id)),
      simulated: simulated?.get(run.id) ?? null,
    })),
    next,
  };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without what is not given. */
function defined<T extends object>(given: T): Partial<Defined<T>> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<Defined<T>>;
}
