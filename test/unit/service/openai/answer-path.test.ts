import { expect, it } from 'vitest';
import { answerPath } from '../../../../src/core/kinds/answer-path.ts';
import type { StepInput } from '../../../../src/core/kinds/step.ts';
import { parseStep } from '../../../../src/core/kinds/step-schema.ts';

const agent = (name: string, more = {}): StepInput => ({ kind: 'agent', name, ...more });
const output = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
const debate = { kind: 'debate', agents: [agent('Ann'), agent('Bob')] } as const;

it.each<[string, StepInput, string | null]>([
  ['an agent says its answer itself', agent('Ann'), ''],
  ['a reply with a schema is JSON, and comes whole', agent('Ann', { output }), null],
  [
    "a pipeline's last step says its answer",
    { kind: 'pipeline', steps: [agent('A'), agent('B')] },
    '2-B',
  ],
  [
    'a pipeline in a pipeline as well',
    { kind: 'pipeline', steps: [{ kind: 'pipeline', name: 'In', steps: [agent('A')] }] },
    '1-In/1-A',
  ],
  [
    'what a transform says is read by another',
    { kind: 'pipeline', steps: [agent('A'), { step: agent('B'), transform: agent('T') }] },
    '2-B',
  ],
  [
    'a pipeline that ends with several at once has no last step',
    {
      kind: 'pipeline',
      steps: [agent('A'), { kind: 'parallel', name: 'All', agents: [agent('B')] }],
    },
    null,
  ],
  [
    'several at once have no last step',
    { kind: 'parallel', agents: [agent('A'), agent('B')] },
    null,
  ],
  [
    "a supervisor's synthesis is its answer",
    { kind: 'supervisor', workers: { A: agent('A') } },
    'synthesis',
  ],
  [
    'a synthesis with a schema comes whole',
    {
      kind: 'supervisor',
      workers: { A: agent('A') },
      synthesizer: { kind: 'agent', name: 'S', output },
    },
    null,
  ],
  ["a debate's conclusion is its answer", debate, 'conclusion'],
  ['a conclusion that may be refused comes whole', { ...debate, requireConsensus: true }, null],
  ['what a person answers comes whole', { kind: 'person', name: 'Boss' }, null],
])('%s', (_, spec, path) => {
  expect(answerPath(parseStep(spec))).toBe(path);
});
