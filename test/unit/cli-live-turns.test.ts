import { expect, it } from 'vitest';
import { plainView } from '../../src/cli/live/plain-view.ts';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { RunEvent } from '../../src/core/events.ts';
import { after, byId, called, pair, start, started } from '../support/run-events.ts';

const begun = assemble('run', byId(after('run', started(pair), called('7', 'A', 0))), start);
const steps = begun.steps.map((step) => (step.path === 'A' ? { ...step, turns: 1 } : step));
const place = { seq: 1, at: '', run: 'run', path: 'A', cursor: '1' };
const calls = { ...place, type: 'tool.called', id: '1.0', name: 'weather', args: '{}' } as RunEvent;

it('turns are told by what they call in a pipe, and by their number where no event tells of that', () => {
  const lines: string[] = [];
  const view = plainView((line) => lines.push(line));
  view.show(begun);
  view.show({ ...begun, steps });
  view.hear(calls);
  expect(lines).toEqual(['A: started', 'A: calls weather {}']);
  view.hearNoMore();
  expect(lines.slice(2)).toEqual(['A: turn 2']);
});
