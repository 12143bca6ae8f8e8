import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Failure } from '../../src/core/failures.ts';
import { startTestEnvironment, type TestEnvironment } from '../../src/testing/index.ts';
import { defineTool } from '../../src/workers/index.ts';

const hour = 3_600_000;
const day = 24 * hour;

const sign = defineTool({
  name: 'sign',
  description: 'Signs a document.',
  input: z.object({}),
  execute: () => 'signed',
});

let world: TestEnvironment;
beforeAll(async () => {
  world = await startTestEnvironment({
    tools: [sign],
    silent: ['silent'],
    script: ({ tools, messages }) =>
      tools.length > 0 && messages.at(-1)?.role !== 'tool'
        ? { toolCalls: [{ name: 'sign', arguments: {} }] }
        : `done: ${messages.at(-1)?.content}`,
  });
});
afterAll(() => world.close());

describe('days of waiting', () => {
  it.each([
    ['3 days', 3, '7d'],
    ['2 days', 2, '5d'],
  ] as const)('an answer by signal after %s goes on to a step', async (wait, days, timeout) => {
    const steps = [
      { kind: 'person' as const, name: 'Ada', timeout },
      { kind: 'agent' as const, name: 'B' },
    ];
    const spec = { kind: 'pipeline' as const, stepTimeout: '1h', steps };
    const handle = await world.client.start(spec, 'Ship?');
    await world.temporal.sleep(wait);
    const raw = world.temporal.client.workflow.getHandle(handle.id);
    await raw.signal('answer', { question: '1-Ada', answer: 'yes', by: 'Ada' });

    const result = await handle.result();

    expect(result).toMatchObject({ success: true, content: 'done: yes' });
    expect(result).toMatchObject({ steps: [{ answer: 'yes', answeredBy: 'Ada' }, {}] });
    expect(result.totalDurationMs).toBeGreaterThan(days * day - 1_000);
  });

  it('leave the next step its full time, also under a timeout around both', async () => {
    const steps = [
      { kind: 'person' as const, name: 'Ada', timeout: '5d' },
      { kind: 'agent' as const, name: 'B', provider: 'silent' },
    ];
    const inner = { kind: 'pipeline' as const, name: 'inner', stepTimeout: '1h', steps };
    const spec = { kind: 'parallel' as const, timeout: '90m', agents: [inner] };
    const handle = await world.client.start(spec, 'Ship?');
    await world.temporal.sleep('2 days');
    const raw = world.temporal.client.workflow.getHandle(handle.id);
    await raw.signal('answer', { question: 'inner/1-Ada', answer: 'yes' });

    const result = await handle.result();

    expect(result).toMatchObject({
      results: [
        { success: false, error: { message: expect.stringContaining("the timeout of 'inner'") } },
      ],
    });
    expect(result.totalDurationMs).toBeGreaterThan(2 * day + hour - 1_000);
    expect(result.totalDurationMs).toBeLessThan(2 * day + hour + 60_000);
  });

  it('end with the default where there is one', async () => {
    const person = { kind: 'person' as const, name: 'Ada', timeout: '7d', default: 'no' };
    const result = await world.client.run(person, 'Ship?');
    expect(result).toMatchObject({ success: true, content: 'no', timedOut: true });
    expect(result.totalDurationMs).toBeGreaterThanOrEqual(7 * day);
  });
});

describe('a tool call that nobody allows', () => {
  const ann = { kind: 'agent' as const, name: 'Ann', tools: ['sign'], approve: ['sign'] };

  it('is denied after 24 hours, and its agent goes on', async () => {
    const result = await world.client.run({ ...ann, timeout: '10m' }, 'Sign.');
    expect(result).toMatchObject({
      success: true,
      content: expect.stringMatching(/^done: .*not allowed.*nobody answered in time/),
      approvals: [{ tool: 'sign', approved: false, by: null, means: 'timeout' }],
    });
    expect(result.totalDurationMs).toBeGreaterThanOrEqual(day);
  });

  it('fails its agent where that is wanted', async () => {
    const result = await world.client.run({ ...ann, approvalTimeout: 'fail' }, 'Sign.');
    expect(result).toMatchObject({
      success: false,
      error: { type: Failure.humanDenied, message: expect.stringContaining('within 24h') },
      approvals: [{ approved: false, means: 'timeout' }],
    });
  });

  it('is made where its time was short and that counts as a yes', async () => {
    const approvalTimeout = { after: '2h', outcome: 'approve' } as const;
    const result = await world.client.run({ ...ann, approvalTimeout }, 'Sign.');
    expect(result).toMatchObject({ success: true, content: 'done: signed' });
    expect(result.totalDurationMs).toBeGreaterThanOrEqual(2 * hour);
    expect(result.totalDurationMs).toBeLessThan(day);
  });
});
