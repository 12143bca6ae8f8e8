import { z } from 'zod';
import { fillTexts } from '../../client/runs/fill-result.ts';
import { readProgress } from '../../client/progress/index.ts';
import type { RunHandle } from '../../client/runs/run-handle.ts';
import { visibleRun } from '../caller.ts';
import { studioLink, type Service } from '../service.ts';
import { startRun } from '../start-run.ts';
import { type Asked, call, type Door, json } from './door.ts';

const startedSchema = z.object({
  id: z.string(),
  url: z.string().nullable().describe("The run in Temporal's Web UI"),
  studio: z.string().nullable(),
});

const startSchema = z.strictObject({
  team: z.string().optional().describe('Name of a team. Give this or `spec`'),
  spec: z.unknown().optional().describe('A spec, as a file would hold it'),
  input: z.string().describe('What the agents work on'),
  context: z.string().optional().describe('Background that every agent sees'),
  user: z.string().optional().describe('Whose user context the agents share'),
  thread: z.string().optional().describe('The conversation that a single agent continues'),
  id: z.string().optional().describe('Attaches to a run of this id that is the same'),
});

const idSchema = z.strictObject({ id: z.string() });

/** Runs: to start them, and to see how they stand. */
export const runs: Door = {
  name: 'Runs',
  calls: (service) => [
    call({
      method: 'post',
      path: '/v1/runs',
      does: 'Start a run of a team or of a spec',
      body: startSchema,
      answers: { 202: { does: 'It is started', schema: startedSchema } },
      handle: async ({ body, caller }) => {
        const run = await startRun(service, caller, body);
        return json(linksOf(service, run), 202);
      },
    }),
    call({
      method: 'get',
      path: '/v1/runs/:id',
      does: 'How a run stands, or its result',
      params: idSchema,
      answers: { 200: { does: 'The run', schema: z.object({}) } },
      handle: (asked) => shown(service, asked),
    }),
  ],
};

function linksOf(service: Service, { id, url }: RunHandle) {
  return { id, url, studio: studioLink(service, id) };
}

async function shown(service: Service, { params, caller }: Asked<{ id: string }>) {
  const { status, handle } = await visibleRun(service, caller, params.id);
  const isRunning = status === 'running';
  const { temporal } = service.client.parts;
  const [result, questions, progress] = await Promise.all([
    isRunning ? null : handle.result(),
    isRunning ? handle.questions() : [],
    isRunning ? readProgress(temporal, params.id) : null,
  ]);
  const soFar = progress === null ? null : await fillTexts(service.client.parts, progress);
  return json({ ...linksOf(service, handle), status, result, progress: soFar, questions });
}
