import { describe, expect, it } from 'vitest';
import { createTransformActivities } from '../../src/activities/transforms.ts';
import { aBoolean, aString, objectOf } from '../../src/core/form.ts';
import { memoryWorld } from '../support/memory-host.ts';
import { activityEnvironment, memoryStore, rejection } from './activities/fixtures.ts';

const form = objectOf({ passed: aBoolean, why: aString });

describe('a registered function that is asked for a value', () => {
  it('gives one of the form that is wanted', async () => {
    const functions = { judge: (text: string) => ({ passed: text === 'a text', why: 'so' }) };
    const ctx = memoryWorld(() => ({}), { functions }).context();
    const called = await ctx.call('judge', 'a text', { path: 'judge', form });
    expect(called).toEqual({ ok: true, value: { passed: true, why: 'so' } });
  });

  it('fails with what is wrong with a value of another form', async () => {
    const ctx = memoryWorld(() => ({}), { functions: { judge: () => 'yes' } }).context();
    expect(await ctx.call('judge', 'a text', { path: 'judge', form })).toMatchObject({
      ok: false,
      error: {
        type: 'Tool.Failed',
        message: expect.stringContaining("function 'judge' returned something else"),
      },
    });
  });
});

describe('the activity', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const functions = {
    list: () => Promise.resolve(['a', 'b']),
    nothing: () => undefined,
    cycle: () => cycle,
  };
  const call = { input: 'text', id: 'm-1', run: 'r' };

  it('stores a value as JSON', async () => {
    const activities = createTransformActivities(await memoryStore(), functions);
    const made = await activityEnvironment().run(() =>
      activities.runTransform({ ...call, name: 'list', value: true }),
    );
    expect(made).toMatchObject({ content: '["a","b"]' });
  });

  it.each([
    ['list', undefined, 'not a string: a Array'],
    ['nothing', true, 'not a value that JSON has: undefined'],
    ['cycle', true, 'not a value that JSON has: Converting circular structure'],
  ] as const)('refuses what %s returns where it does not fit', async (name, value, message) => {
    const activities = createTransformActivities(await memoryStore(), functions);
    const asked = { ...call, name, ...(value === undefined ? {} : { value }) };
    const failed = await rejection(activityEnvironment().run(() => activities.runTransform(asked)));
    expect(failed).toMatchObject({
      type: 'Tool.Failed',
      message: expect.stringContaining(message),
    });
  });
});
