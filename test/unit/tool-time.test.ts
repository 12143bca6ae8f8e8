import { ActivityFailure, RetryState, TimeoutFailure, TimeoutType } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import type { ToolPolicy } from '../../src/core/tools.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { ApprovalGate } from '../../src/workflows/agent/approval-gate.ts';
import { runTool } from '../../src/workflows/agent/run-tool.ts';
import { WaitedTime } from '../../src/workflows/runtime/waited-time.ts';

// The time of a tool, its attempts and its agent's need not fit into one another.

const minute = 60_000;

function timedOut() {
  const cause = new TimeoutFailure('timed out', undefined, TimeoutType.SCHEDULE_TO_CLOSE);
  return new ActivityFailure('failed', 'runTool', '1', RetryState.TIMEOUT, 'worker', cause);
}

/** Runs a tool that never answers, for an agent that has so much time left. */
async function ask(leftMs: number, tool: Omit<ToolPolicy, 'name'>) {
  const given: number[] = [];
  const deadline = { at: Date.now() + leftMs, timeoutMs: leftMs, setBy: 'run/A', name: 'A' };
  const host = {
    tell: () => undefined,
    isCancellation: () => false,
    applies: () => true,
    runTool(_: unknown, __: unknown, { ms }: { ms: number }) {
      given.push(ms);
      if (ms > leftMs - 1_000) deadline.at = Date.now();
      return Promise.reject(timedOut());
    },
  };
  const waited = new WaitedTime();
  const run = { host, execution: 'run', owner: { run: 'run', user: null }, waited };
  const scope = {
    deadline,
    identity: { name: 'A', id: 'run/A', startedAt: 0 },
    path: 'A',
    around: [deadline],
    stopped: () => undefined,
  };
  const resources = {
    tools: { definitions: '', tools: [{ name: 'stuck', ...tool }] },
    memory: false,
  };
  const call = { id: 'c', name: 'stuck', arguments: '{}' };
  const turn = { number: 1, spec: parseStep({ kind: 'agent', name: 'A' }), resources, run, scope };
  const asked = { message: 'm', number: 1, index: 0, call };
  const gate = new ApprovalGate(turn as never, '');
  const outcome = await runTool(turn as never, asked, gate);
  return { outcome, ms: Math.round((given[0] ?? 0) / 1_000) };
}

describe('a tool that never answers', () => {
  it('is given up in time for its agent to be told, when its attempts would take all of its time', async () => {
    const { outcome, ms } = await ask(2 * minute, { timeoutMs: minute, maxAttempts: 3 });
    expect(ms).toBe(90);
    expect(outcome).toMatchObject({
      ok: true,
      value: { failed: true, content: expect.stringContaining("tool 'stuck' gave no answer") },
    });
  });

  it('has the time of one attempt all the same', async () => {
    expect((await ask(70_000, { timeoutMs: minute, maxAttempts: 3 })).ms).toBe(61);
  });

  it('is left a fourth of a short time', async () => {
    expect((await ask(12_000, { timeoutMs: 2_000, maxAttempts: 9 })).ms).toBe(9);
  });

  it('is named where its agent runs out of time', async () => {
    const { outcome, ms } = await ask(30_000, { timeoutMs: minute, maxAttempts: 1 });
    expect(ms).toBe(30);
    expect(outcome).toMatchObject({
      ok: false,
      error: {
        type: Failure.modelTimedOut,
        message: expect.stringMatching(
          /^'A' did not finish within 30\.0 s.*; it was waiting for its tool 'stuck'$/,
        ),
      },
    });
  });

  it('may have been carried out, where it is that of a server', async () => {
    const from = { server: 'files', tool: 'stuck' };
    const tool = { timeoutMs: minute, maxAttempts: 1, from };
    const { outcome } = await ask(5 * minute, tool);
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        failed: true,
        content: expect.stringContaining('whether the call was carried out is not known'),
      },
    });
  });
});
