import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createModelActivities } from '../../../src/activities/call-model.ts';
import { activityEnvironment, endpointAt, memoryStore, modelCall, rejection } from './fixtures.ts';

/** A server that is no provider, but answers everything with this. */
async function answering(type: string, body: string): Promise<string> {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': type }).end(body),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.each(['responses', 'chat', 'messages'] as const)('%s at a wrong address', (api) => {
  it.each([
    ['text/html', '<!doctype html><title>Hello</title>'],
    ['application/json', '{"hello": "world"}'],
    ['application/json', '[]'],
    ['application/json', ''],
  ])('that answers %s %s is Model.Unavailable and names the base URL', async (type, body) => {
    const url = await answering(type, body);
    const store = await memoryStore();
    const activities = createModelActivities({ store, endpoint: endpointAt(url, { api }) });

    const error = await rejection(
      activityEnvironment().run(() => activities.callModel(modelCall())),
    );

    expect(error).toMatchObject({ type: 'Model.Unavailable', nonRetryable: false });
    expect(String(error)).toContain(`check the base URL ${url}`);
  });
});

describe('an endpoint without its key', () => {
  it('is not asked at the own address of its API, and the failure names the variable', async () => {
    const store = await memoryStore();
    const endpoint = endpointAt(null, { apiKey: null, keyEnv: 'OPENAI_API_KEY' });
    const activities = createModelActivities({ store, endpoint });

    const error = await rejection(
      activityEnvironment().run(() => activities.callModel(modelCall())),
    );

    expect(error).toMatchObject({ type: 'Model.Rejected', nonRetryable: true });
    expect(String(error)).toContain("set OPENAI_API_KEY in the worker's environment");
  });
});
