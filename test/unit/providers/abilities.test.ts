import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import { memoryStore, rejection } from '../activities/fixtures.ts';
import { output, picky, refuse, schemaIn, worker } from './picky-server.ts';

describe.each<[Api, string]>([
  ['chat', 'This response_format type is unavailable now'],
  ['chat', "'response_format.type' : value is not one of the allowed values ['text']"],
  ['chat', 'Extra inputs are not permitted: body.response_format'],
  ['responses', "Unsupported parameter: 'text.format' is not supported with this model."],
  ['messages', 'output_config.format: Extra inputs are not permitted'],
  ['messages', 'structured outputs are not supported for this model'],
])('a schema that the %s API refuses with "%s"', (api, message) => {
  it('is told in words, for all workers and later calls, and said', async () => {
    const store = await memoryStore();
    const server = await picky(api, (body) => (schemaIn(body) ? refuse(message) : undefined));

    const first = await worker(store, server.endpoint)({}, { output });
    const later = await worker(store, server.endpoint)({}, { output });

    for (const reply of [first, later])
      expect(reply).toMatchObject({
        problem: null,
        content: '{"n": 1}',
        warnings: [{ type: 'Schema.InWords' }],
      });
    expect(server.asked.map(schemaIn)).toEqual([true, false, false]);
    expect(JSON.stringify(server.asked[1])).toContain('JSON Schema');
  });
});

describe('what was found out', () => {
  it('holds for one model only', async () => {
    const store = await memoryStore();
    const server = await picky('chat', (body) =>
      schemaIn(body) ? refuse('no response_format here: unsupported') : undefined,
    );
    const call = worker(store, server.endpoint);

    await call({}, { output, model: 'a' });
    await call({}, { output, model: 'b' });

    expect(server.asked.map(schemaIn)).toEqual([true, false, true, false]);
  });

  it('is forgotten when it did not help', async () => {
    const store = await memoryStore();
    const server = await picky('chat', () =>
      refuse('response_format is unsupported, and so is all else'),
    );
    const call = worker(store, server.endpoint);

    for (let time = 0; time < 2; time += 1) await rejection(call({}, { output }));

    expect(server.asked.map(schemaIn)).toEqual([true, false, true, false]);
  });

  it('is not learnt of a single schema that is refused', async () => {
    const store = await memoryStore();
    const server = await picky('chat', (body) =>
      schemaIn(body)
        ? refuse("Invalid schema for response_format 'reply': too complex")
        : undefined,
    );
    const call = worker(store, server.endpoint);

    for (let time = 0; time < 2; time += 1)
      expect(await call({}, { output })).toMatchObject({ problem: null });

    expect(server.asked.map(schemaIn)).toEqual([true, false, true, false]);
  });

  it('does not come before what the configuration says', async () => {
    const store = await memoryStore();
    const server = await picky('chat', (body) =>
      schemaIn(body) ? refuse('response_format is unsupported') : undefined,
    );
    const forced = { ...server.endpoint, capabilities: { nativeSchema: true } };

    const error = await rejection(worker(store, forced)({}, { output }));

    expect(error).toMatchObject({ type: 'Model.Rejected' });
    expect(server.asked).toHaveLength(1);
  });

  it('can be forced the other way', async () => {
    const store = await memoryStore();
    const server = await picky('chat', () => undefined);

    await worker(store, { ...server.endpoint, capabilities: { nativeSchema: false } })(
      {},
      { output },
    );

    expect(server.asked.map(schemaIn)).toEqual([false]);
  });

  it('costs no attempt', async () => {
    const store = await memoryStore();
    let requests = 0;
    const server = await picky('chat', (body) => {
      requests += 1;
      if (schemaIn(body)) return refuse('response_format is unsupported');
      return requests < 3 ? [500, { error: { message: 'internal error' } }] : undefined;
    });

    const error = await rejection(worker(store, server.endpoint)({}, { output }));

    expect(error).toMatchObject({ type: 'Model.Unavailable', details: [{ attempts: 1 }] });
  });
});
