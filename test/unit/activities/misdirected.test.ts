import { describe, expect, it } from 'vitest';
import { createModelActivities } from '../../../src/activities/call-model.ts';
import {
  activityEnvironment,
  answering,
  endpointAt,
  memoryStore,
  modelCall,
  rejection,
} from './fixtures.ts';

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
