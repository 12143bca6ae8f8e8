import { describe, expect, it } from 'vitest';
import type { Kind } from '../../../src/core/kinds/step.ts';
import {
  applyAll,
  nodeAt,
  openRunView,
  type OwnViews,
  type RunView,
  type ViewNode,
} from '../../../src/core/run-view/index.ts';
import { recorded } from './recorded.ts';

/** A recorded run as it is looked at after `until` events; default: all. */
function viewOf(name: Parameters<typeof recorded>[0], until?: number): RunView {
  const { spec, events } = recorded(name);
  return applyAll(openRunView(spec), events.slice(0, until));
}

function own<K extends Kind>(node: ViewNode | undefined, kind: K): OwnViews[K] {
  expect(node?.kind).toBe(kind);
  return node?.own as OwnViews[K];
}

const outline = ({ path, state, children }: ViewNode): string[] => [
  `${path} ${state}`.trim(),
  ...children.flatMap(outline),
];

describe('an agent', () => {
  it('has a turn for each reply, with what was tried before and why a reply was of no use', () => {
    const { root } = viewOf('agent');

    expect(root.turns).toMatchObject([
      { number: 1, attempt: 2, state: 'done', text: 'I look.', cost: 1, seq: 2 },
      { number: 2, state: 'unusable', problem: 'the reply has no text', seq: 10, retries: [] },
      { number: 3, state: 'done', text: 'Tea is better than coffee.', seq: 12, retries: [] },
    ]);
    expect(root.turns[0]?.retries).toMatchObject([{ reason: 'Model.RateLimited', attempt: 1 }]);
    expect(root).toMatchObject({ state: 'done', content: 'Tea is better than coffee.', cost: 3 });
  });

  it('has its tools, those that failed too, behind the turn that asked for them', () => {
    const { root } = viewOf('agent');

    expect(root.tools).toMatchObject([
      { name: 'note', args: '{"text":"tea"}', state: 'done', result: 'noted: tea', turn: 2 },
      { name: 'broken', state: 'failed', error: "tool 'broken' failed: the line is dead" },
    ]);
  });

  it('says its text as it comes', () => {
    const { events } = recorded('agent');
    const third = events.findIndex(({ type }) => type === 'text.delta');

    const texts = [1, 2, 3, 4].map((more) => viewOf('agent', third + more).root.turns.at(-1)?.text);

    expect(texts).toEqual([
      'Tea is',
      'Tea is better than',
      'Tea is better than coffe',
      'Tea is better than coffee.',
    ]);
  });

  it('with several models has a turn for the one that failed, and one for the next', () => {
    const { root } = viewOf('fallback');

    expect(root.turns).toMatchObject([
      { model: 'first', state: 'failed', usage: null },
      { model: 'second', state: 'done', text: 'from the second' },
    ]);
  });

  it('has the approvals of its tools, and the call that was denied', () => {
    const { root, questions } = viewOf('approvals');

    expect(root.questions).toMatchObject([
      { id: 'approvals#1.0', approval: { tool: 'note' }, answer: { approved: true, by: 'Ada' } },
      { id: 'approvals#1.1', answer: { approved: false, reason: 'not today' } },
    ]);
    expect(root.tools).toMatchObject([
      { name: 'note', state: 'done', args: '{"text":"a"}' },
      { name: 'long', state: 'failed', args: null },
    ]);
    expect(questions).toEqual([]);
  });

  it('waits for a person as long as one of its approvals is open', () => {
    expect(viewOf('approvals', 5)).toMatchObject({
      root: { state: 'waitingForPerson' },
      questions: [{ id: 'approvals#1.0' }, { id: 'approvals#1.1' }],
    });
    expect(viewOf('approvals', 8)).toMatchObject({
      root: { state: 'waitingForPerson' },
      questions: [{ id: 'approvals#1.1' }],
    });
    expect(viewOf('approvals', 9).root.state).toBe('running');
  });
});

describe('a parallel', () => {
  it('has its columns in the order of its spec, whoever begins and ends first', () => {
    const { root } = viewOf('parallel');

    const paths = own(root, 'parallel').columns.map(({ path }) => path);
    expect(paths).toEqual(['A', 'B', 'C']);
    expect(paths.map((path) => nodeAt(root, path)?.state)).toEqual(['done', 'failed', 'done']);
    expect(nodeAt(root, 'B')?.error).toMatchObject({ type: 'Model.Rejected' });
    expect(nodeAt(root, 'B')?.turns).toMatchObject([{ state: 'failed', text: '' }]);
  });

  it('that is cut off has what was done, and no question any more', () => {
    const { root, questions } = viewOf('cancelled');

    expect(outline(root)).toEqual(['cancelled', 'A done', 'B cancelled', 'Ada cancelled']);
    expect(nodeAt(root, 'B')?.turns).toMatchObject([{ state: 'cancelled' }]);
    expect(nodeAt(root, 'Ada')?.questions).toMatchObject([{ answer: { means: 'ended' } }]);
    expect(questions).toEqual([]);
  });
});

describe('a pipeline', () => {
  it('has its stages with what their inputs go through, and what is nested in them', () => {
    const { root } = viewOf('pipeline');

    expect(own(root, 'pipeline').stages).toEqual([
      { number: 1, name: 'Both', path: '1-Both', transform: null },
      { number: 2, name: 'C', path: '2-C', transform: { by: 'function', name: 'shout' } },
      {
        number: 3,
        name: 'D',
        path: '3-D',
        transform: { by: 'template', template: 'Think of {input}' },
      },
      { number: 4, name: 'E', path: '4-E', transform: { by: 'step', path: '4-E-transform' } },
    ]);
    expect(outline(root)).toEqual([
      'done',
      ...['1-Both done', '1-Both/A done', '1-Both/B done'],
      ...['2-C done', '3-D done', '4-E-transform done', '4-E done'],
    ]);
  });

  it('waits with all that is to come', () => {
    expect(outline(viewOf('pipeline', 5).root)).toEqual([
      'running',
      ...['1-Both running', '1-Both/A done', '1-Both/B waiting'],
      ...['2-C waiting', '3-D waiting', '4-E-transform waiting', '4-E waiting'],
    ]);
  });

  it('knows which step waited for which', () => {
    const { root } = viewOf('pipeline');

    expect(nodeAt(root, '1-Both/B')?.waitedFor).toBe('1-Both/A');
    expect(nodeAt(root, '2-C')?.waitedFor).toBe('1-Both');
    expect(nodeAt(root, '1-Both/A')?.waitedFor).toBeNull();
  });

  it('has the question of a person in it, and who has answered', () => {
    expect(viewOf('person', 7)).toMatchObject({
      questions: [{ path: '2-Ada', question: 'Ship from Ann?', choices: ['yes', 'no'] }],
    });
    expect(nodeAt(viewOf('person', 7).root, '2-Ada')?.state).toBe('waitingForPerson');
    expect(nodeAt(viewOf('person').root, '2-Ada')).toMatchObject({
      state: 'done',
      content: 'yes',
      questions: [{ answer: { answer: 'yes', by: 'Ada', means: 'update' } }],
    });
  });
});

describe('a debate', () => {
  it('has rounds of statements in the order in which they were said', () => {
    const { root } = viewOf('debate');
    const { rounds, speakers, conclusion } = own(root, 'debate');

    expect(speakers).toEqual(['Ann', 'Ben', 'Cy']);
    expect(rounds.map(({ title }) => title)).toEqual(['initial positions', 'round 1', 'round 2']);
    const [, second] = rounds;
    expect(second?.statements.map(({ path }) => nodeAt(root, path)?.content)).toEqual([
      'Ann speaks',
      'Ben speaks',
      'Cy speaks',
    ]);
    expect(second?.voting.map(({ path }) => path)).toEqual([
      'r1-vote-Ann',
      'r1-vote-Ben',
      'r1-vote-Cy',
    ]);
    expect(nodeAt(root, conclusion ?? '')?.content).toBe('Tea it is.');
  });

  it('tells who has changed their vote from one round to the next', () => {
    const { rounds } = own(viewOf('debate').root, 'debate');

    const votes = rounds.map((round) =>
      round.votes.map(({ agent, option, changedFrom }) => [agent, option, changedFrom]),
    );
    expect(votes).toEqual([
      [
        ['Ann', 'A', null],
        ['Ben', 'B', null],
        ['Cy', 'A', null],
      ],
      [
        ['Ann', 'A', null],
        ['Ben', 'A', 'B'],
        ['Cy', 'B', 'A'],
      ],
      [
        ['Ann', 'A', null],
        ['Ben', 'A', null],
        ['Cy', 'A', 'B'],
      ],
    ]);
    expect(rounds.map(({ consensus }) => consensus)).toEqual([false, false, true]);
    expect(rounds[0]?.tally).toMatchObject([
      { id: 'A', position: 'tea', votes: 2 },
      { id: 'B', votes: 1 },
    ]);
  });

  it('that goes on has a round without a tally', () => {
    const { events } = recorded('debate');
    const until = events.findIndex(({ type }) => type === 'round.ended');

    expect(own(viewOf('debate', until).root, 'debate').rounds).toMatchObject([
      { round: 0, tally: null, consensus: null, votes: [{}, {}, {}] },
    ]);
  });
});

describe('a supervisor', () => {
  it('has plans with tasks in waves, and the review after each', () => {
    const { root } = viewOf('supervisor');
    const { plans, reviews, planning, synthesis } = own(root, 'supervisor');

    expect(plans).toMatchObject([
      {
        version: 1,
        tasks: [
          { id: 't1', workerName: 'A', wave: 1, path: '1-t1-A' },
          { id: 't2', workerName: 'B', wave: 2, path: '1-t2-B', dependsOn: ['t1'] },
        ],
      },
      { version: 2, tasks: [{ id: 't3', wave: 3, path: '2-t3-Team' }] },
    ]);
    expect(reviews.map(({ path, review }) => [path, review?.satisfied.answer])).toEqual([
      ['review-1', false],
      ['review-2', false],
      ['review-3', true],
    ]);
    expect(planning).toEqual(['plan-1', 'plan-2']);
    expect(nodeAt(root, synthesis ?? '')?.content).toBe('from Synthesizer');
    expect(nodeAt(root, '1-t2-B')?.state).toBe('failed');
    expect(outline(nodeAt(root, '2-t3-Team')!)).toHaveLength(3);
  });

  it('has what its verifier says of each task, and where the task was done again', () => {
    const { root } = viewOf('verified');
    const { plans, checks } = own(root, 'supervisor');

    expect(plans).toMatchObject([
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
    ]);
    expect(checks).toEqual([
      { path: 'verify-1', wave: 1 },
      { path: 'verify-2', wave: 1 },
    ]);
    expect(nodeAt(root, '1.2-t1-A')?.title).toBe('A · plan 1 · t1 · attempt 2');
    expect(nodeAt(root, 'verify-2')?.title).toBe('Checker · verification 2');
  });

  it('has tasks that wait as soon as its plan is made', () => {
    const { plans } = own(viewOf('supervisor', 6).root, 'supervisor');

    expect(plans[0]?.tasks.map(({ wave }) => wave)).toEqual([null, null]);
  });
});
