import { z } from 'zod';
import { fillTexts } from '../../client/runs/fill-result.ts';
import { readProgress } from '../../client/progress/index.ts';
import { visibleRun } from '../caller.ts';
import type { Service } from '../service.ts';
import { type Asked, call, type Door, json } from './door.ts';
import { itemsCall } from './items.ts';
import { linksOf } from './links.ts';
import { byId, linksSchema, questionSchema, resultSchema, statusSchema } from './schemas.ts';
import { startCall } from './start-call.ts';
import { listCall } from './run-list.ts';
import { eventsCall } from './run-events.ts';

const shownSchema = linksSchema.extend({
  status: statusSchema,
  result: resultSchema.nullable().describe('null while it runs'),
  progress: z.looseObject({}).nullable().describe('How far it is, while it runs'),
  questions: z.array(questionSchema).describe('Those that wait for people, the oldest first'),
});

/** Runs: to start them, to see how they stand, and to cancel them. */
export const runs: Door = {
  name: 'Runs',
  calls: (service) => [
    startCall(service),
    listCall(service),
    call({
      method: 'get',
      path: '/v1/runs/:id',
      does: 'How a run stands, or its result',
      params: byId,
      answers: { 200: { does: 'The run', schema: shownSchema } },
      refuses: [404, 503],
      handle: (asked) => shown(service, asked),
    }),
    itemsCall(service),
    eventsCall(service),
    call({
      method: 'post',
      path: '/v1/runs/:id/cancel',
      does: 'Cancel a run, with all that it has started; one that has ended stays as it is',
      params: byId,
      answers: { 202: { does: 'It is being cancelled', schema: linksSchema } },
      refuses: [404, 503],
      handle: async ({ params, caller }) => {
        const { handle } = await visibleRun(service, caller, params.id);
        await handle.cancel();
        return json(linksOf(service, handle), 202);
      },
    }),
  ],
};

async function shown(service: Service, { params, caller }: Asked<{ id: string }>) {
  const { status, handle } = await visibleRun(service, caller, params.id);
  const links = linksOf(service, handle);
  if (status !== 'running') {
    const result = await handle.result();
    return json({ ...links, status, result, progress: null, questions: [] });
  }
  const { parts } = service.client;
  const [questions, { spec, ...progress }] = await Promise.all([
    handle.questions(),
    readProgress(parts.temporal, params.id),
  ]);
  const soFar = { ...((await fillTexts(parts, progress)) as object), spec };
  return json({ ...links, status, result: null, progress: soFar, questions });
}
