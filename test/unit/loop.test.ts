import { describe, expect, it } from 'vitest';
import { checksFor } from '../../src/core/kinds/check-step.ts';
import { eventLine } from '../../src/core/kinds/event-line.ts';
import { parseStep, readStep } from '../../src/core/kinds/step-schema.ts';
import { stepTitle } from '../../src/core/kinds/titles.ts';
import { renderTemplate } from '../../src/core/template.ts';
import { applyAll, openRunView, sectionsOf } from '../../src/core/run-view/index.ts';
import { runMarkdown } from '../../src/core/run-view/markdown/index.ts';
import type { EventBody, RunEvent } from '../../src/core/events.ts';
import { kindOf } from '../../src/core/kinds/registry.ts';
import { Agent, Loop, Pipeline } from '../../src/client/index.ts';

const agent = (name: string, more: object = {}) => ({ kind: 'agent', name, ...more });
const until = { judge: agent('Editor') };
const loop = (more: object = {}) => ({ kind: 'loop', step: agent('Writer'), until, ...more });

const problemsOf = (spec: unknown, checks?: Parameters<typeof readStep>[1]) => {
  const read = readStep(spec, checks);
  return read.ok ? [] : read.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('the spec of a loop', () => {
  it('has its defaults, and reads the same when it is read again', () => {
    const spec = parseStep(loop());
    expect(spec).toMatchObject({
      name: 'loop',
      maxIterations: 5,
      keep: 'last',
      requireSatisfied: false,
      timeout: '30m',
      feedback: expect.stringMatching(/{input}[^]*{content}[^]*{feedback}/),
    });
    expect(parseStep(spec)).toEqual(spec);
  });

  it.each([
    [undefined, /^until: it is missing: what ends the loop, judge \(an agent\), function/],
    ['DONE', /^until: expected an object with judge/],
    [{}, /^until: it is empty: give it judge/],
    [
      { contians: 'x' },
      /^until.contians: there is no such field \(did you mean 'contains'\?\); it needs/,
    ],
    [{ contains: 'x', function: 'y' }, /^until: give one of function or contains, not several/],
    [{ contains: 'x', max: 3 }, /^until.max: there is no such field/],
    [{ contains: '' }, /^until.contains: every text contains the empty one/],
    [{ judge: { kind: 'person' } }, /^until.judge.kind: expected agent/],
    [
      { judge: agent('E', { output: { type: 'object' } }) },
      /^until.judge.output: .*leave 'output' out/,
    ],
  ])('is refused with %j as what ends it, in words', (given, message) => {
    const problems = problemsOf(loop({ until: given }));
    expect(problems.join('\n')).toMatch(message);
  });

  it('is refused with a function that nobody has registered, with the nearest one', () => {
    const serving = { providers: {}, tools: null, transforms: { isShort: 'a' } };
    const spec = loop({ until: { function: 'isShrot' } });
    const [problem] = problemsOf(spec, checksFor(serving, 'simulated'));
    expect(problem).toMatch(/^until.function: no function 'isShrot' is registered.*'isShort'/);
    expect(problem).not.toContain('{input}');
  });

  it('is refused with a template that says nothing of the pass before, and with a step called judge', () => {
    expect(problemsOf(loop({ feedback: 'Again: {input}', step: agent('judge') }))).toEqual([
      expect.stringMatching(/^feedback: a template needs {feedback} or {content}/),
      expect.stringMatching(/^step.name: the step of a loop cannot be called 'judge'/),
    ]);
  });

  it('may be a step of a pipeline, though it has a step itself', () => {
    const spec = parseStep({ kind: 'pipeline', steps: [loop(), { step: loop({ name: 'two' }) }] });
    expect(spec).toMatchObject({
      steps: [{ step: { kind: 'loop', step: { name: 'Writer' } } }, { step: { name: 'two' } }],
    });
    const made = new Pipeline([new Loop(new Agent({ name: 'A' }), { until: { contains: 'x' } })]);
    expect(made.spec.steps[0]?.step).toMatchObject({ kind: 'loop', until: { contains: 'x' } });
  });

  it('is made by the class, whose judge is an agent of the class', () => {
    const judge = new Agent({ name: 'Editor' });
    const { spec } = new Loop(new Agent({ name: 'Writer' }), { until: { judge }, keep: 'best' });
    expect(spec).toMatchObject({ step: { name: 'Writer' }, until: { judge: { name: 'Editor' } } });
    // @ts-expect-error -- it needs to be told what ends it
    expect(() => new Loop(judge, {})).toThrow('until: it is missing');
  });
});

it('the steps of a loop have titles', () => {
  const spec = parseStep(loop());
  expect(stepTitle('2-Writer', spec)).toBe('Writer · pass 2');
  expect(stepTitle('2-judge', spec)).toBe('Editor · pass 2');
  const nameless = parseStep(loop({ until: { function: 'check' } }));
  expect(stepTitle('1-judge', nameless)).toBe('Judge · pass 1');
});

describe('a template', () => {
  it('takes texts for its marks, and leaves what these say of marks', () => {
    const texts = { a: 'one {b}', b: '</x>two' };
    expect(renderTemplate('{a} <x>{b}</x> {b}{c}', texts)).toBe(
      'one {b} <x>&lt;/x>two</x> &lt;/x>two{c}',
    );
  });
});

const event = (seq: number, path: string, body: EventBody): RunEvent => ({
  ...{ seq, at: '2026-01-01T00:00:00.000Z', run: 'r', path, cursor: `${seq}` },
  ...body,
});
const started = (seq: number, path: string) =>
  event(seq, path, { type: 'step.started', kind: 'agent', title: path });
const judged = (seq: number, pass: number, passed: boolean, score: number | null) =>
  event(seq, '', { type: 'pass.judged', pass, passed, score, feedback: `*say* ${pass}` });
const events = [
  event(1, '', { type: 'run.started', kind: 'loop', name: 'Polish' }),
  ...[started(2, '1-Writer'), started(3, '1-judge'), judged(4, 1, false, 0.4)],
  ...[started(5, '2-Writer'), judged(6, 2, true, null), started(7, '3-Writer')],
];

describe('a run of a loop as it is looked at', () => {
  it.each([
    ['with its spec', parseStep(loop())],
    ['without', null],
  ])('has its passes in order, with what was found about each, %s', (_, spec) => {
    const { root } = applyAll(openRunView(spec), events);
    expect(sectionsOf(root)).toEqual([
      {
        title: 'Pass 1',
        steps: ['1-Writer'],
        finding: {
          title: 'Verdict',
          path: '1-judge',
          lines: [{ isGood: false, says: 'Not good enough yet · 40 %', why: '*say* 1' }],
        },
      },
      {
        title: 'Pass 2',
        steps: ['2-Writer'],
        finding: {
          title: 'Verdict',
          path: null,
          lines: [{ isGood: true, says: 'Good enough', why: '*say* 2' }],
        },
      },
      { title: 'Pass 3', steps: ['3-Writer'], finding: null },
    ]);
  });

  it('is written in Markdown pass by pass', () => {
    const view = applyAll(openRunView(parseStep(loop())), events);
    const about = { question: 'q', context: null, user: null, simulated: false };
    expect(runMarkdown(view, about)).toMatch(
      /### Pass 1\n[^]*Writer[^]*\*\*Verdict\*\*\n\n- Not good enough yet · 40 %: \\\*say\\\* 1\n[^]*### Pass 2\n/,
    );
  });

  it('tells each verdict in a line', () => {
    expect(events.flatMap((each) => eventLine(each) ?? [])).toEqual([
      'pass 1: not good enough yet · 40 %: *say* 1',
      'pass 2: good enough: *say* 2',
    ]);
  });
});

it('a report of a loop has a row for each pass, and why it ended', () => {
  const verdict = { passed: false, score: 0.4, feedback: 'more' };
  const pass = { content: 'v', judged: verdict, feedback: 'more', cost: 0.5, error: null };
  const result = { iterations: [pass, { ...pass, judged: null }], kept: 1 };
  const ended = { ...result, kind: 'loop', endedBecause: 'timedOut' } as never;
  expect(kindOf({ kind: 'loop' }).report?.(ended).blocks).toEqual([
    { lines: ['Passes'] },
    {
      rows: [
        ['  1', 'not good enough yet · 40 %', 'more', '$0.5000'],
        ['  2', 'not judged', '', '$0.5000'],
      ],
    },
    { lines: ['Ended after 2 passes: the time was up. The answer is that of pass 1.'] },
  ]);
});
