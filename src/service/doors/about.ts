import { z } from 'zod';
import { version } from '../../version.ts';
import type { Service } from '../service.ts';
import { call, type Door, json } from './door.ts';

const aboutSchema = z.object({
  version: z.string(),
  webUi: z.string().nullable().describe("Base address of Temporal's Web UI"),
  studio: z.string().nullable(),
  simulated: z.boolean().describe('Whether agents that name no provider get the simulated model'),
  provider: z.string().describe('For agents that name none'),
  user: z.string().nullable().describe('Whose runs, threads and facts are all that is seen'),
  readOnly: z.boolean(),
});

/** What the service is, and whether it is there. */
export const about: Door = {
  name: 'The service',
  calls: (service) => [
    call({
      method: 'get',
      path: '/healthz',
      does: 'Whether the service is there',
      open: true,
      answers: { 200: { does: 'It is', schema: z.object({ ok: z.literal(true) }) } },
      handle: () => json({ ok: true }),
    }),
    call({
      method: 'get',
      path: '/v1/about',
      does: 'What the service is, and what the caller may see',
      answers: { 200: { does: 'About the service', schema: aboutSchema } },
      handle: ({ caller }) => json(describe(service, caller.user)),
    }),
  ],
};

function describe({ client, studio, url }: Service, user: string | null) {
  const { webUrl, defaults } = client.parts;
  return {
    version: version(),
    webUi: webUrl,
    studio: studio.length > 0 ? `${url}/` : null,
    simulated: defaults.provider === 'simulated',
    provider: defaults.provider,
    user,
    readOnly: false,
  } satisfies z.input<typeof aboutSchema>;
}
