import { expect, it } from 'vitest';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { RunEvent } from '../../src/client/progress/run-event.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { after, byId, called, start, started } from '../support/run-events.ts';

const agent = (name: string) => ({ kind: 'agent', name }) as const;

function pathsOf(spec: StepInput, ...events: RunEvent[]): string[] {
  const { steps } = assemble('run', byId(after('run', started(spec), ...events)), start);
  return steps.map(({ path }) => path);
}

it('lists what a step makes up as it goes behind the last that the spec names below it', () => {
  const supervisor: StepInput = { kind: 'supervisor', name: 'Crew', workers: { A: agent('A') } };
  const debate: StepInput = { kind: 'debate', name: 'Talk', agents: [agent('C'), agent('D')] };
  const side: StepInput = { kind: 'parallel', name: 'Side', agents: [debate, agent('E')] };
  const spec: StepInput = {
    kind: 'pipeline',
    steps: [{ ...agent('W'), thread: 'notes' }, supervisor, side, agent('Z')],
  };
  expect(pathsOf(spec)).toEqual(['1-W', '3-Side/E', '4-Z']);
  const paths = [
    ...['4-Z', '3-Side/E', '3-Side/Talk/r0-C', '2-Crew/plan-1', '2-Crew/1-t1-A'],
    ...['strange', '1-W/thread-summary', '1-W', '3-Side/Talk/conclusion', '2-Crew/synthesis'],
  ];
  const calls = paths.map((path, index) => called(`${index + 7}`, path, index));
  expect(pathsOf(spec, ...calls)).toEqual([
    ...['1-W', '1-W/thread-summary'],
    ...['2-Crew/plan-1', '2-Crew/1-t1-A', '2-Crew/synthesis'],
    ...['3-Side/Talk/r0-C', '3-Side/Talk/conclusion', '3-Side/E', '4-Z'],
    'strange',
  ]);
});
