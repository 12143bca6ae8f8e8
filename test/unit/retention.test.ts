import { expect, it, vi } from 'vitest';
import { keepRuns, type NamespaceService } from '../../src/workers/embedded/retention.ts';

const day = 24 * 3_600;

function service(seconds: number) {
  const updateNamespace = vi.fn<(request: object) => Promise<object>>(() => Promise.resolve({}));
  const config = { workflowExecutionRetentionTtl: { seconds } };
  const describeNamespace = () => Promise.resolve({ config });
  return { describeNamespace, updateNamespace };
}

it('the embedded server is told to keep ended runs for 90 days', async () => {
  const server = service(day);
  await keepRuns(server as unknown as NamespaceService, 'default');
  expect(server.updateNamespace).toHaveBeenCalledTimes(1);
  const [request] = server.updateNamespace.mock.lastCall ?? [];
  expect(request).toMatchObject({ namespace: 'default' });
  const sent = request as Parameters<NamespaceService['updateNamespace']>[0];
  expect(Number(sent.config?.workflowExecutionRetentionTtl?.seconds)).toBe(90 * day);
});

it.each([90, 365])('a retention of %i days is left as it is', async (days) => {
  const server = service(days * day);
  await keepRuns(server as unknown as NamespaceService, 'default');
  expect(server.updateNamespace).not.toHaveBeenCalled();
});
