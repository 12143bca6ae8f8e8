import { z } from 'zod';
import { readDuration } from '../../core/durations.ts';
import { RefusedRequest } from '../errors.ts';
import { firstAbort } from '../first-abort.ts';
import type { Service } from '../service.ts';
import { startRun } from '../start-run.ts';
import { waitForResult } from '../wait-for-result.ts';
import { type Asked, type Call, call, json } from './door.ts';
import { linksOf } from './links.ts';
import { linksSchema, resultSchema } from './schemas.ts';

const startSchema = z.strictObject({
  team: z.string().optional().describe('Name of a team. Give this or `spec`'),
  spec: z.looseObject({}).optional().describe('A spec, as a file would hold it'),
  input: z.string().describe('What the agents work on'),
  context: z.string().optional().describe('Background that every agent sees'),
  user: z.string().optional().describe('Whose user context the agents share'),
  thread: z.string().optional().describe('The conversation that the agent or the team continues'),
  baseline: z
    .boolean()
    .optional()
    .describe('Whether one agent alone is asked too, for its result to stand in `baseline`'),
  id: z.string().optional().describe('Attaches to a run of this id that is the same'),
});

const longestWaitMs = 3_600_000;

/** In milliseconds. */
const waitSchema = z.string().transform((given, context) => {
  const read = readDuration(given);
  if ('ms' in read && read.ms <= longestWaitMs) return read.ms;
  const message = 'ms' in read ? `'${given}' is longer than an hour` : read.problem;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const querySchema = z.strictObject({ wait: waitSchema.optional() });

/** `POST /v1/runs`. */
export function startCall(service: Service): Call {
  return call({
    method: 'post',
    path: '/v1/runs',
    does: 'Start a run of a team or of a spec, or attach to the one of its id',
    query: querySchema,
    headers: {
      'Idempotency-Key':
        'The same as `id`: sent again with the same body, no second run is started',
    },
    body: startSchema,
    answers: {
      202: {
        does: 'It is started; with `wait`: and its result is not there yet',
        schema: linksSchema,
      },
      200: {
        does: 'With `wait`: its result, whether it succeeded or not',
        schema: resultSchema.extend(linksSchema.shape),
      },
    },
    refuses: [403, 404, 409, 413, 429, 503],
    handle: (asked) => start(service, asked),
  });
}

type Started = Asked<unknown, z.output<typeof querySchema>, z.output<typeof startSchema>>;

async function start(service: Service, { body, query, caller, request }: Started) {
  const id = idOf(body.id, request);
  const run = await startRun(service, caller, { ...body, ...(id === undefined ? {} : { id }) });
  const links = linksOf(service, run);
  const headers = { location: `/v1/runs/${encodeURIComponent(run.id)}` };
  if (query.wait === undefined) return json(links, 202, headers);
  const over = firstAbort([request.signal, service.closing]);
  const late = setTimeout(over.abort, query.wait);
  try {
    const result = await waitForResult(service, run, over.signal);
    return result === undefined ? json(links, 202, headers) : json({ ...result, ...links });
  } finally {
    clearTimeout(late);
    over.release();
  }
}

function idOf(given: string | undefined, { headers }: Request): string | undefined {
  const key = headers.get('idempotency-key') ?? undefined;
  if (key === undefined || given === undefined || key === given) return given ?? key;
  const message = "'id' and the header Idempotency-Key name two runs: give one of them";
  throw new RefusedRequest('Request.Unusable', message);
}
