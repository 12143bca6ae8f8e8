import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import { supervisor } from '../../src/core/kinds/supervisor/kind.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { memoryWorld } from '../support/memory-host.ts';
import { agent, playing, review, supervise, workers } from '../support/supervisor-play.ts';
import { typedPlan, typedTask } from '../support/typed-plan.ts';

const split = { worthIt: false, reason: 'it is one question' };
const plan = typedPlan([typedTask('t1', 'A', 'Find it.')], split);
const other = typedPlan([typedTask('t2', 'B', 'Find it elsewhere.')], split);
const verifier = agent('Checker');
const good = [{ id: 't1', ok: true, reason: 'right' }];
const bad = [{ id: 't1', ok: false, reason: 'no source' }];
const output = {
  title: 'Advice',
  type: 'object',
  properties: { advice: { type: 'string' } },
  required: ['advice'],
};
const filled = '{"advice":"go"}';
const filling = { worker: () => ({ content: filled }) };

type Supervised = Awaited<ReturnType<typeof supervise>>;
const whoWasAsked = ({ calls }: Supervised) => calls.map(({ agentName }) => agentName);

describe('a request that is not worth splitting', () => {
  it('takes two calls, the plan and the task, whose result is the answer', async () => {
    const run = await supervise({ plans: [plan] });
    expect(whoWasAsked(run)).toEqual(['Planner', 'A']);
    expect(run.result).toMatchObject({
      ...{ success: true, content: 'A says so', endedBecause: 'notSplit', iterations: 1 },
      ...{ plan: { split }, reviews: [], workerResults: [{ workerName: 'A', success: true }] },
    });
    expect(run.result.usage.calls).toBe(2);
  });

  it('tells its worker that nobody else works on it', async () => {
    const asked = (await supervise({ plans: [plan] })).named('A')[0]?.prompt;
    expect(asked).toContain('A request, which nobody else works on:\n');
    expect(asked).toContain('the question');
    expect(asked).toContain('Objective: Find it.');
    expect(asked).not.toContain('Your task is a part of it');
  });

  it('says in its report why it was not split', async () => {
    const { result } = await supervise({ plans: [plan] });
    expect(JSON.stringify(supervisor.report?.(result as never))).toContain(
      'Ended after 1 plan: the request was not worth splitting (it is one question).',
    );
  });

  it('keeps its answer where the result does not list what workers have said', async () => {
    const { result } = await supervise({ plans: [plan] }, { includeWorkerOutputs: false });
    expect(result).toMatchObject({ content: 'A says so', workerResults: [{ content: null }] });
  });

  it('is reviewed and answered as ever where it is split after all', async () => {
    const run = await supervise({ plans: [typedPlan(plan.tasks, { ...split, worthIt: true })] });
    expect(whoWasAsked(run)).toEqual(['Planner', 'A', 'Planner', 'Synthesizer']);
    expect(run.result.endedBecause).toBe('satisfied');
  });

  it('goes on from a checkpoint to the same answer', async () => {
    const run = await supervise({ plans: [plan] }, {}, { restarts: true });
    expect(run.result).toMatchObject({ content: 'A says so', endedBecause: 'notSplit' });
  });

  it('leaves the conversation of a thread with what the worker has said', async () => {
    const world = memoryWorld(playing({ plans: [plan] }));
    await world.run(parseStep({ kind: 'supervisor', workers, thread: 'support-42' }), 'Who am I?');
    expect(world.said).toMatchObject([
      { thread: 'support-42', input: 'Who am I?', answer: 'A says so', author: 'supervisor' },
    ]);
    expect(world.calls).toHaveLength(2);
  });
});

describe('with a verifier, a request that is not worth splitting', () => {
  it('takes three calls', async () => {
    const run = await supervise({ plans: [plan], verdicts: [good] }, { verifier });
    expect(whoWasAsked(run)).toEqual(['Planner', 'A', 'Checker']);
    expect(run.result).toMatchObject({
      ...{ content: 'A says so', endedBecause: 'notSplit' },
      ...{ verifications: [{ taskId: 't1', ok: true }], workerResults: [{ verified: true }] },
    });
  });

  it('is sent back with the reason, and answered with what then passes', async () => {
    let said = 0;
    const worker = () => ({ content: `attempt ${++said}` });
    const run = await supervise({ plans: [plan], verdicts: [bad, good], worker }, { verifier });
    expect(whoWasAsked(run)).toEqual(['Planner', 'A', 'Checker', 'A', 'Checker']);
    expect(run.named('A')[1]?.prompt).toMatch(/nobody else works on[^]*sent back: no source/);
    expect(run.result).toMatchObject({ content: 'attempt 2', endedBecause: 'notSplit' });
  });

  it('is reviewed where what was said is refused to the end', async () => {
    const play = { plans: [plan], verdicts: [bad] };
    const run = await supervise(play, { verifier, verifications: 0 });
    expect(whoWasAsked(run)).toEqual(['Planner', 'A', 'Checker', 'Planner', 'Synthesizer']);
    expect(run.result.endedBecause).toBe('satisfied');
  });
});

describe('a worker who has a request alone and fails', () => {
  const worker = ({ agentName }: { agentName: string }) => {
    if (agentName === 'A') throw failure(Failure.modelRejected, 'A may not');
    return {};
  };
  const play = { plans: [plan, other], reviews: [review(false)], worker };

  it('is reviewed, and another plan may give it to somebody else, who then answers', async () => {
    const run = await supervise(play);
    expect(whoWasAsked(run)).toEqual(['Planner', 'A', 'Planner', 'Planner', 'B']);
    expect(run.result).toMatchObject({
      ...{ success: true, content: 'B says so', endedBecause: 'notSplit', iterations: 2 },
      workerResults: [{ success: false }, { success: true }],
    });
  });

  it('fails the run where everyone is required, whoever else has succeeded', async () => {
    const run = await supervise(play, { requireAllWorkers: true, maxIterations: 2 });
    expect(run.result).toMatchObject({
      ...{ success: false, content: null, error: { type: Failure.tooFewSucceeded } },
      endedBecause: 'maxIterations',
    });
  });

  it('fails the run where nothing may follow', async () => {
    const run = await supervise(play, { allowReplanning: false });
    expect(whoWasAsked(run)).toEqual(['Planner', 'A']);
    expect(run.result).toMatchObject({ success: false, content: null, endedBecause: 'planDone' });
  });
});

describe('the answer to a request that was not worth splitting', () => {
  it('is made of all results where an earlier plan has brought some', async () => {
    const first = typedPlan(plan.tasks, { reason: 'two things', worthIt: true });
    const run = await supervise({
      ...{ plans: [first, other], reviews: [review(false), review(true)] },
    });
    expect(whoWasAsked(run)).toEqual([
      'Planner',
      'A',
      'Planner',
      'Planner',
      'B',
      'Planner',
      'Synthesizer',
    ]);
    expect(run.named('B')[0]?.prompt).toContain('Your task is a part of it');
  });

  it('waits for as many workers as are needed', async () => {
    const play = { plans: [plan, other], reviews: [review(false), review(true)] };
    const run = await supervise(play, { minSuccessfulWorkers: 2 });
    expect(run.result).toMatchObject({ success: true, iterations: 2, endedBecause: 'satisfied' });
    expect(whoWasAsked(run).at(-1)).toBe('Synthesizer');
  });

  it('is said by the worker in the form of the supervisor, in two calls', async () => {
    const run = await supervise({ plans: [plan], ...filling }, { output });
    expect(whoWasAsked(run)).toEqual(['Planner', 'A']);
    expect(run.named('A')[0]?.call.settings.output).toEqual(output);
    expect(run.result).toMatchObject({ content: filled, output: filled, endedBecause: 'notSplit' });
  });

  it('is said in that form by a pattern too', async () => {
    const A = { kind: 'pipeline', steps: [agent('Reader'), agent('Writer')] };
    const run = await supervise(
      { plans: [plan], ...filling },
      { output, workers: { ...workers, A } },
    );
    expect(whoWasAsked(run)).toEqual(['Planner', 'Reader', 'Writer']);
    expect(run.named('Writer')[0]?.call.settings.output).toEqual(output);
    expect(run.result).toMatchObject({ content: filled, output: filled });
  });

  it.each([
    ['an output of its own', { ...agent('A'), output: { ...output, title: 'Finding' } }, ['A']],
    [
      'nobody in it who says its content',
      { kind: 'parallel', agents: [agent('D'), agent('E')] },
      ['D', 'E'],
    ],
  ])('is put into that form without a review where the worker has %s', async (_, A, asked) => {
    const play = { plans: [plan], ...filling };
    const run = await supervise(play, { output, workers: { ...workers, A } });
    expect(whoWasAsked(run)).toEqual(['Planner', ...asked, 'Synthesizer']);
    expect(run.named('Synthesizer')[0]?.call.settings.output).toEqual(output);
    expect(run.result).toMatchObject({ content: filled, output: filled, endedBecause: 'notSplit' });
  });

  it('is in words where only the worker has a form', async () => {
    const A = { ...agent('A'), output };
    const run = await supervise({ plans: [plan] }, { workers: { ...workers, A } });
    expect(whoWasAsked(run)).toEqual(['Planner', 'A', 'Synthesizer']);
    expect(run.result.content).toBe('Synthesizer says so');
  });

  it('is written by the synthesizer that the spec names, without a review', async () => {
    const run = await supervise({ plans: [plan] }, { synthesizer: agent('Editor') });
    expect(whoWasAsked(run)).toEqual(['Planner', 'A', 'Editor']);
    expect(run.result).toMatchObject({ content: 'Editor says so', endedBecause: 'notSplit' });
  });
});
