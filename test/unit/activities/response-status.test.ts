import { describe, expect, it } from 'vitest';
import { createModelActivities } from '../../../src/activities/call-model.ts';
import {
  activityEnvironment,
  answeringJson,
  endpointAt,
  memoryStore,
  modelCall,
  rejection,
} from './fixtures.ts';

const reply = { id: 'resp_1', object: 'response', model: 'm', output: [], error: null };

async function failureOf(fields: object): Promise<unknown> {
  const url = await answeringJson({ ...reply, ...fields });
  const activities = createModelActivities({
    store: await memoryStore(),
    endpoint: endpointAt(url),
  });
  return await rejection(activityEnvironment().run(() => activities.callModel(modelCall())));
}

describe('a response that is not finished is no empty reply, which would be asked for again', () => {
  it.each(['queued', 'in_progress', 'cancelled', 'failed'])('%s', async (status) => {
    expect(await failureOf({ status })).toMatchObject({
      type: 'Model.Unavailable',
      nonRetryable: false,
      message: expect.stringContaining(`the status is '${status}'`),
    });
  });

  it.each([
    ['rate_limit_exceeded', 'Model.RateLimited', false],
    ['server_error', 'Model.Unavailable', false],
    ['invalid_prompt', 'Model.Rejected', true],
  ])('failed with %s', async (code, type, nonRetryable) => {
    const failed = await failureOf({ status: 'failed', error: { code, message: 'what it says' } });
    expect(failed).toMatchObject({
      type,
      nonRetryable,
      message: expect.stringContaining(`it reports ${code}: what it says`),
    });
  });
});
