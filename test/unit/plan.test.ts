import { describe, expect, it } from 'vitest';
import { planProblems, type PlanReply } from '../../src/core/kinds/supervisor/plan.ts';

const task = (id: string, workerName: string, dependsOn: string[] = []) => {
  return { id, workerName, task: `do ${id}`, context: '', priority: 1, dependsOn };
};
const plan = (...tasks: PlanReply['tasks']): PlanReply => ({ reasoning: '', tasks });
const rules = { workers: ['Ann', 'Ben'], mode: 'sequential', used: [], available: [] } as const;

describe('a plan for workers in sequence', () => {
  it('goes back to the planner when a task needs a later one: it could never begin', () => {
    const circular = plan(task('t1', 'Ann', ['t2']), task('t2', 'Ben'));
    expect(planProblems(circular, rules)).toEqual([
      'these tasks wait for one another in a circle: t1, t2',
    ]);
  });

  it('is good when a task names the one before it', () => {
    expect(planProblems(plan(task('t1', 'Ann'), task('t2', 'Ben', ['t1'])), rules)).toEqual([]);
  });

  it('may wait for a later task where the order is free', () => {
    const waiting = plan(task('t1', 'Ann', ['t2']), task('t2', 'Ben'));
    expect(planProblems(waiting, { ...rules, mode: 'selective' })).toEqual([]);
  });
});
