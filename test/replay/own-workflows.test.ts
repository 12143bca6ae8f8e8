import { fileURLToPath } from 'node:url';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, expect, it, vi } from 'vitest';
import { bundleOf } from '../../src/workers/workflow-bundle.ts';
import {
  isOwn,
  names,
  replayAll,
  type Replayed,
  stored,
  withCallsSwapped,
} from './stored-histories.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 120_000 });

const own = names.filter(isOwn);
let workflowBundle: Awaited<ReturnType<typeof bundleOf>>;

beforeAll(async () => {
  const path = fileURLToPath(new URL('./own-workflows/workflows.ts', import.meta.url));
  workflowBundle = await bundleOf(path);
});

it("a run of a user's own workflow goes on as it began, and so does one of ours on its worker", async () => {
  const histories = [...own, 'nested', 'debate-continued-next'];
  const replayed = await replayAll(
    Object.fromEntries(histories.map((name) => [name, stored(name)])),
    { workflowBundle },
  );
  expect(replayed).toEqual(Object.fromEntries(histories.map((name) => [name, null])));
});

it('calls in another order are found in it', async () => {
  const swapped = Object.fromEntries(own.map((name) => [name, withCallsSwapped(name)]));
  const replayed: Replayed = await replayAll(swapped, { workflowBundle });
  for (const name of own) expect(replayed[name]).toBeInstanceOf(DeterminismViolationError);
});
