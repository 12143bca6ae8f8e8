import { describe, expect, it } from 'vitest';
import type { DebateResult } from '../../src/core/kinds/debate/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { Answered } from '../../src/core/questions/answers.ts';
import type { Question } from '../../src/core/questions/question.ts';
import { memoryWorld, type Script } from '../support/memory-host.ts';
import { review, supervise, task } from '../support/supervisor-play.ts';

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'scripted' });
const ada = { kind: 'person' as const, name: 'Ada', timeout: '2d', assignee: 'ada@example.com' };

const said = (answer: string): Answered => ({
  ...{ answer, approved: null, reason: null, by: 'Ada' },
  ...{ at: '2026-01-01T00:00:00.000Z', means: 'signal' },
});
const silence: Answered = { ...said(''), answer: null, by: null, means: 'timeout' };

const analysis = { agreed: [], contradicted: [], onlyOne: [], missing: [] };

/** The positions are `yes` and `no`; agents are for the first. */
const script: Script = ({ call, agentName }) => {
  const title = call.settings.output?.['title'];
  if (title === 'Positions')
    return { content: JSON.stringify({ options: [{ position: 'yes' }, { position: 'no' }] }) };
  if (title === 'Conclusion')
    return { content: JSON.stringify({ ...analysis, conclusion: 'yes' }) };
  const answer = call.key.step.startsWith('r0') ? 'yes' : 'A';
  const own = { answer, otherAnswer: null, confidence: 0.8, changedBy: null };
  return { content: JSON.stringify({ statement: `${agentName} says so`, ...own }) };
};

async function debate(answer: (question: Question, id: string) => Answered, config: object = {}) {
  const asked: { id: string; question: Question }[] = [];
  const world = memoryWorld(script, {
    person(question, { id }) {
      asked.push({ id, question });
      return answer(question, id);
    },
  });
  const agents = [ada, agent('Ben'), agent('Cem')];
  const result = await world.run(parseStep({ kind: 'debate', agents, rounds: 1, ...config }));
  return { result: result as DebateResult<string>, asked, world };
}

describe('a person in a debate', () => {
  it('is asked for a position and for a vote, with the positions as choices', async () => {
    const { result, asked, world } = await debate(
      (_, id) => said(id.includes('vote') ? 'B' : `Ada in ${id}`),
      { consensus: 'unanimous' },
    );
    expect(asked.map(({ id }) => id)).toEqual(['r0-Ada', 'r0-vote-Ada', 'r1-Ada', 'r1-vote-Ada']);
    expect(asked[0]?.question).toMatchObject({ choices: [], timeoutMs: 2 * 86_400_000 });
    expect(asked[0]?.question.question).toContain('State your position');
    expect(asked[1]?.question).toMatchObject({
      ...{ choices: ['A', 'B', 'other'], default: null, assignee: ada.assignee },
      question: expect.stringMatching(
        /Answer A, B or other\.\n- A: yes\n- B: no\n[^]*the question/,
      ),
    });
    expect(asked[2]?.question.question).toContain('Ben says so');
    const ben = world.calls.find(({ call }) => call.key.step === 'r1-Ben');
    expect(ben?.prompt).toContain('Ada in r1-Ada');
    expect(result).toMatchObject({
      ...{ success: true, consensusReached: false },
      tally: [{ votes: 2 }, { votes: 1 }],
      dissent: [{ agentName: 'Ada', option: 'B', confidence: 1, changed: false }],
    });
  });

  it('whose vote is another one than before has changed the view', async () => {
    const { result } = await debate((_, id) => said(id === 'r0-vote-Ada' ? 'B' : 'A'), {
      consensus: 'unanimous',
    });
    const own = result.votes.filter(({ agentName }) => agentName === 'Ada');
    expect(own).toMatchObject([
      { option: 'B', changed: false },
      { option: 'A', changed: true },
    ]);
    expect(result).toMatchObject({ consensusReached: true, dissent: [] });
  });

  it('who does not vote in time has no vote, also with a default for the position', async () => {
    const agents = [{ ...ada, default: 'undecided' }, agent('Ben'), agent('Cem')];
    const { result, asked } = await debate(
      ({ default: fallback }) => (fallback === null ? silence : { ...silence, answer: fallback }),
      { agents, rounds: 0 },
    );
    expect(asked[1]?.question.default).toBeNull();
    expect(result.messages).toContainEqual({ round: 0, agentName: 'Ada', content: 'undecided' });
    expect(result.votes.map(({ agentName }) => agentName)).toEqual(['Ben', 'Cem']);
    expect(result.warnings).toMatchObject([
      { message: expect.stringMatching(/the vote of 'Ada'.*nobody answered 'Ada' within/) },
    ]);
  });
});

it('a person works under a supervisor, is asked the task, and the next worker reads the answer', async () => {
  const asked: string[] = [];
  const workers = { A: { ...ada, name: 'A' }, B: agent('B') };
  const { result, calls } = await supervise(
    {
      plans: [[task('t1', 'A'), task('t2', 'B', { dependsOn: ['t1'] })]],
      reviews: [review(false), review(true)],
    },
    { workers },
    { person: ({ question }, { id }) => (asked.push(`${id}: ${question}`), said('42 per cent')) },
  );
  expect(asked).toEqual([expect.stringMatching(/^1-t1-A: [^]*do t1/)]);
  expect(calls.find(({ agentName }) => agentName === 'B')?.prompt).toContain('42 per cent');
  expect(result).toMatchObject({
    success: true,
    workerResults: [{ workerName: 'A', content: '42 per cent' }, { workerName: 'B' }],
  });
});

it('people in a parallel are asked at once; who does not answer is one that failed', async () => {
  const asked: string[] = [];
  const world = memoryWorld(script, {
    person(_, { id }) {
      asked.push(id);
      return id === 'Ada' ? said('yes') : silence;
    },
  });
  const agents = [ada, { ...ada, name: 'Bob' }, agent('C')];
  const result = await world.run(parseStep({ kind: 'parallel', agents }));
  expect(asked).toEqual(['Ada', 'Bob']);
  expect(result).toMatchObject({
    success: true,
    results: [{ content: 'yes' }, { success: false, error: { type: 'Human.TimedOut' } }, {}],
  });
});
