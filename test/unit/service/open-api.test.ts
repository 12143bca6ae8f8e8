import { expect, it, vi } from 'vitest';
import { doors } from '../../../src/service/doors/index.ts';
import { serviceAlone } from '../../support/service-alone.ts';

interface Described {
  openapi: string;
  paths: Record<
    string,
    Record<string, { summary: string; responses: object; requestBody?: object }>
  >;
}

it('describes every call that the doors declare, and nothing else', async () => {
  await using alone = await serviceAlone();
  const described = (await (await alone.ask('/openapi.json')).json()) as Described;
  expect(described.openapi).toBe('3.1.0');
  const there = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const declared = doors
    .flatMap((door) => door.calls(alone.service))
    .filter(({ hidden }) => hidden !== true)
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(there.toSorted()).toEqual([...new Set(declared)].toSorted());
  expect(there).toContain('get /v1/runs/{id}/events');
});

it('describes a body by the schema that reads it', async () => {
  await using alone = await serviceAlone();
  const { paths } = (await (await alone.ask('/openapi.json')).json()) as Described;
  expect(paths['/v1/runs']?.['post']?.requestBody).toMatchObject({
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['input'],
          additionalProperties: false,
          properties: { input: { type: 'string' }, team: { type: 'string' } },
        },
      },
    },
  });
});

it('says of every call that starts a run that there may be too many, or nobody who serves it', async () => {
  await using alone = await serviceAlone();
  const { paths } = (await (await alone.ask('/openapi.json')).json()) as Described;
  for (const path of ['/v1/runs', '/v1/chat/completions', '/ag-ui/{team}'])
    expect(Object.keys(paths[path]?.['post']?.responses ?? {}), path).toEqual(
      expect.arrayContaining(['404', '409', '429', '503']),
    );
});

it('says of every call about a run that Temporal may not answer', async () => {
  await using alone = await serviceAlone();
  const { paths } = (await (await alone.ask('/openapi.json')).json()) as Described;
  const calls = Object.entries(paths).filter(([path]) => /^\/v1\/(runs|inbox)/.test(path));
  expect(calls.length).toBeGreaterThan(7);
  for (const [path, methods] of calls)
    for (const { responses } of Object.values(methods))
      expect(responses, path).toHaveProperty('503');
});

it('is written once, and leaves nothing running however often it is asked for', async () => {
  await using alone = await serviceAlone();
  const timers = vi.spyOn(globalThis, 'setInterval');
  const listeners = vi.spyOn(alone.service.closing, 'addEventListener');
  const first = await (await alone.ask('/openapi.json')).text();
  const began = performance.now();
  for (let asked = 0; asked < 100; asked += 1)
    expect(await (await alone.ask('/openapi.json')).text()).toBe(first);
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(timers).not.toHaveBeenCalled();
  expect(listeners).not.toHaveBeenCalled();
  timers.mockRestore();
});
