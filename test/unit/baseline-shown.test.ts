import { describe, expect, it } from 'vitest';
import { baselineProblem } from '../../src/core/baseline.ts';
import type { RunEvent } from '../../src/core/events.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { stepTitle } from '../../src/core/kinds/titles.ts';
import {
  applyAll,
  baselineIn,
  openRunView,
  withoutBaseline,
} from '../../src/core/run-view/index.ts';
import { runMarkdown } from '../../src/core/run-view/markdown/index.ts';

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'scripted' });
const pairOf = (...names: string[]) =>
  parseStep({ kind: 'parallel', name: 'Pair', agents: names.map(agent) });

const happened = [
  { type: 'run.started', kind: 'parallel', name: 'Pair', path: '' },
  { type: 'step.started', kind: 'agent', title: 'Baseline · one agent alone', path: 'baseline' },
  {
    ...{ type: 'step.ended', success: true, error: null, cost: 0.5, durationMs: 1_200 },
    ...{ content: 'What one says.', path: 'baseline' },
  },
].map((event, index) => ({
  ...event,
  ...{ run: 'r', seq: index + 1, cursor: `${index + 1}`, at: '2026-01-01T00:00:00.000Z' },
})) as unknown as RunEvent[];

describe('a baseline', () => {
  it('stands apart from the steps of the run, below the answer', () => {
    const view = applyAll(openRunView(pairOf('A', 'B')), happened);
    expect(baselineIn(view.root)).toMatchObject({ who: 'Baseline', content: 'What one says.' });
    expect(withoutBaseline(view.root).children.map(({ path }) => path)).toEqual(['A', 'B']);
    expect(view.root.own).toMatchObject({ columns: [{ path: 'A' }, { path: 'B' }] });
    const about = { question: 'Why?', context: null, user: null, simulated: false };
    const written = runMarkdown(view, about);
    expect(written).toMatch(
      /## Baseline: one agent alone\n\n> What one says\.\n\nAlone: \$0\.50*, 1\.2 s\./,
    );
    expect(written.match(/What one says\./g)).toHaveLength(1);
  });

  it('is told by its words, but where a step was called so before there was one', () => {
    expect(stepTitle('baseline', pairOf('A'))).toBe('Baseline · one agent alone');
    expect(stepTitle('baseline', pairOf('A', 'baseline'))).toBe('baseline');
  });

  it('is refused where a step is called so, and where there is no agent', () => {
    expect(baselineProblem(pairOf('A', 'baseline'))).toMatch(/call it otherwise/);
    const person = parseStep({ kind: 'person', name: 'Ann', question: '{input}?' });
    expect(baselineProblem(person)).toMatch(/there is no agent/);
    expect(baselineProblem(pairOf('A'))).toBeNull();
  });
});
