import { describe, expect, it } from 'vitest';
import { Heard } from '../../src/cli/live/heard.ts';
import type { EventBody } from '../../src/core/events.ts';
import { PlanChecklist } from '../../src/core/web-ui/plan-checklist.ts';

// That a request was not worth splitting, and why, wherever a run is looked at while it goes on.

const task = {
  id: 't1',
  workerName: 'Ann',
  task: 'do t1',
  context: '',
  priority: 1,
  dependsOn: [],
};
const planMade = (worthIt: boolean, reason: string, version = 1): EventBody => ({
  type: 'plan.made',
  plan: { version, tasks: [task], split: { worthIt, reason } },
});

function heardOf(event: EventBody) {
  const heard = new Heard();
  const line = heard.hear({ seq: 1, at: '', run: 'run', path: '', cursor: '1', ...event });
  return { line, notes: heard.notesAt('') };
}

describe('a request that was not worth splitting', () => {
  it('is told in a terminal with the reason, in the line of the plan and above its tasks', () => {
    expect(heardOf(planMade(false, 'one\nquestion'))).toEqual({
      line: 'plan 1: 1 task, not worth splitting: one question',
      notes: ['not worth splitting: one question', '☐ t1 Ann: do t1'],
    });
    expect(heardOf(planMade(false, ' ')).line).toBe('plan 1: 1 task, not worth splitting');
  });

  it('is not told where it was split', () => {
    expect(heardOf(planMade(true, 'several'))).toEqual({
      line: 'plan 1: 1 task',
      notes: ['☐ t1 Ann: do t1'],
    });
  });

  it('is told in the Web UI above the task, until another plan splits it', () => {
    const list = new PlanChecklist('', '');
    list.hear(planMade(false, 'one *question*'), '');
    const unsplit = 'Not worth splitting: one \\*question\\*';
    expect(list.lines()).toEqual([
      ...['### Plan 1: 0 of 1 task done', '', unsplit, '', '- ☐ **Ann**: do t1'],
    ]);
    list.hear(planMade(true, 'several', 2), '');
    expect(list.lines().join('\n')).not.toContain('splitting');
  });
});
