import { describe, expect, it } from 'vitest';
import { Heard } from '../../src/cli/live/heard.ts';
import type { Text } from '../../src/core/content.ts';
import type { EventBody } from '../../src/core/events.ts';
import type { StepResult } from '../../src/core/kinds/step.ts';
import { applyAll, nodeAt, openRunView } from '../../src/core/run-view/index.ts';
import { PlanChecklist } from '../../src/core/web-ui/plan-checklist.ts';
import { recorded } from './run-view/recorded.ts';

// What a verifier says of results, wherever a run is looked at.

const task = (id: string, workerName: string) => ({
  ...{ id, workerName, task: `do ${id}`, context: '', priority: 1, dependsOn: [] },
});
const planMade: EventBody = {
  type: 'plan.made',
  plan: { version: 1, tasks: [task('t1', 'Ann'), task('t2', 'Ben')] },
};
const verdict = (attempt: number, ok: boolean, reason: string) =>
  ({
    type: 'verification.made',
    verifications: [{ iteration: 1, taskId: 't1', attempt, ok, reason }],
  }) as const;

describe('what a verifier says', () => {
  it('stands at the tasks of a run as it is looked at, with the steps that did them again', () => {
    const { spec, events } = recorded('verified');
    const { root } = applyAll(openRunView(spec), events);

    expect(root.own).toMatchObject({
      plans: [
        {
          split: { worthIt: true, reason: 'so' },
          tasks: [
            {
              ...{ path: '1-t1-A', wave: 1, again: ['1.2-t1-A'] },
              ...{ outputFormat: 'A list', boundaries: 'No prices', effort: 'high' },
              verdicts: [
                { attempt: 1, ok: false, reason: 'it has no source' },
                { attempt: 2, ok: true },
              ],
            },
            { path: '1-t2-B', again: ['1.2-t2-B'], verdicts: [{ ok: false }, { ok: false }] },
          ],
        },
      ],
      checks: [
        { path: 'verify-1', wave: 1 },
        { path: 'verify-2', wave: 1 },
      ],
    });
    expect(nodeAt(root, '1.2-t1-A')?.title).toBe('A · plan 1 · t1 · attempt 2');
    expect(nodeAt(root, 'verify-2')?.title).toBe('Checker · verification 2');
  });

  it('is told in a terminal, the last word at the task', () => {
    const heard = new Heard();
    const hear = (body: EventBody) =>
      heard.hear({ seq: 1, at: '', run: 'run', path: '', cursor: '1', ...body });
    hear(planMade);

    expect(hear(verdict(1, false, 'no source'))).toBe('t1 not verified: no source');
    expect(heard.notesAt('')[0]).toBe('☐ t1 Ann: do t1 · not verified: no source');
    expect(hear(verdict(2, true, 'it has one'))).toBe('t1 verified');
    expect(heard.notesAt('')).toEqual(['☐ t1 Ann: do t1 · verified', '☐ t2 Ben: do t2']);
  });

  it('is told in the Web UI at the task, whose line stays when it is done again', () => {
    const list = new PlanChecklist('', '');
    const hear = (event: EventBody<Text>, path = '') => list.hear(event, path);
    const end = (path: string, more: Partial<StepResult> = {}) =>
      list.ended(
        {
          success: true,
          error: null,
          totalDurationMs: 1_200,
          totalCost: 0.01,
          ...more,
        } as StepResult,
        path,
      );
    const line = () => list.lines().find((each) => each.includes('do t1'));
    hear(planMade);
    end('1-t1-Ann');
    hear(verdict(1, false, 'no *sources*'));

    expect(line()).toBe(
      '- ☑ **Ann**: do t1 · 1.2 s · \\$0.0100 · **not verified**: no \\*sources\\*',
    );
    hear({ type: 'step.started', kind: 'agent', title: '' }, '1.2-t1-Ann');
    expect(line()).toMatch(/^- ☐ .* at work/);
    end('1.2-t1-Ann', { success: false });
    expect(line()).toMatch(/^- ☑ .*\*\*not verified\*\*/);
    end('1.3-t1-Ann');
    expect(line()).not.toContain('verified');
    hear(verdict(3, true, 'it has them'));
    expect(line()).toMatch(/ · verified$/);
  });
});
