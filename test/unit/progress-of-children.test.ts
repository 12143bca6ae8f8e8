import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { RunEvent } from '../../src/client/progress/run-event.ts';
import { settledOnly } from '../../src/client/progress/workflow-progress.ts';
import { nothingDone } from '../../src/core/kinds/agent/record.ts';
import { agentResult } from '../../src/core/kinds/agent/result.ts';
import type { AgentSpec } from '../../src/core/kinds/agent/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { withDuration } from '../../src/core/results.ts';
import {
  after,
  agent,
  answered,
  byId,
  called,
  closed,
  pair,
  start,
  started,
  workflowTaskDone,
} from '../support/run-events.ts';

describe('an agent that is a workflow of its own', () => {
  const root = after('run', started(pair), {
    type: 'childStarted',
    at: start + 10,
    id: 'run/A',
    runId: 'r1',
  });
  const asked = [called('5', '', 20), answered('5', 100, { toolCalls: [{} as never] })];
  const events = [started(agent('A'), 10), ...asked, workflowTaskDone(110)];
  const followed = (...more: RunEvent[]) => {
    const workflows = byId(root, after('run/A', ...events, ...more));
    const settled = [...workflows].map(([id, each]) => [id, settledOnly(each)] as const);
    return assemble('run', new Map(settled), start + 9_000).steps[0];
  };

  it('shows its turns, and is done only when that ends, with the one duration that it then has', () => {
    expect(followed()).toMatchObject({ state: 'running', turns: 1 });
    const more = [called('6', '', 120), answered('6', 300), workflowTaskDone(310)];
    expect(followed(...more)).toMatchObject({ state: 'running', turns: 1, content: null });
    const result = agentResult(
      parseStep(agent('A')) as AgentSpec,
      { name: 'A', id: 'run/A', startedAt: start },
      nothingDone,
    );
    const end = closed(400, { result: withDuration(result, 390) });
    expect(followed(...more, end)).toMatchObject({ state: 'done', turns: 2, durationMs: 390 });
  });
});
