import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { linesBelow } from '../../src/cli/live/steps-below.ts';
import { stepTitle } from '../../src/core/kinds/titles.ts';
import { readSource } from '../../src/cli/input/spec-source.ts';
import { resultText } from '../../src/cli/render/result.ts';
import { assemble } from '../../src/client/progress/assemble.ts';
import { stepTree } from '../../src/client/progress/index.ts';
import type { ResultBase } from '../../src/core/results.ts';
import type { DebateResult } from '../../src/core/kinds/debate/types.ts';
import type { SupervisorResult } from '../../src/core/kinds/supervisor/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { noUsage } from '../../src/core/usage.ts';
import { after, answered, byId, called, start, started } from '../support/run-events.ts';

const agent = (name: string) => ({ kind: 'agent' as const, name });
const debaters = [agent('Ann'), agent('vote'), agent('Ben')];
const debate: StepInput = { kind: 'debate', name: 'Talk', agents: debaters };
const pair: StepInput = { kind: 'parallel', name: 'Pair', agents: [agent('A'), agent('B')] };
const supervisor: StepInput = { kind: 'supervisor', workers: { 'The-Pair': pair, Talk: debate } };

const base: ResultBase<string> = {
  name: 'it',
  id: 'run',
  success: true,
  content: 'the answer',
  error: null,
  usage: { ...noUsage, calls: 3 },
  totalCost: 0.5,
  unpriced: [],
  warnings: [],
  totalDurationMs: 900,
  simulated: false,
};

describe('the title of a step', () => {
  it.each([
    ['r0-Ann', 'Ann · initial positions · statement'],
    ['r12-Ben', 'Ben · round 12 · statement'],
    ['r0-positions', 'Moderator · initial positions · what to vote on'],
    ['r1-vote-Ben', 'Ben · round 1 · vote'],
    ['r1-vote', 'vote · round 1 · statement'],
    ['digest-0', 'Moderator · digest of initial positions'],
    ['digest-3', 'Moderator · digest of round 3'],
    ['conclusion', 'Moderator · conclusion'],
  ])('of a debate: %s', (path, title) => {
    expect(stepTitle(path, parseStep(debate))).toBe(title);
  });

  it.each([
    ['plan-2', 'Planner · plan 2'],
    ['review-1', 'Planner · review 1'],
    ['synthesis', 'Synthesizer · synthesis'],
    ['1-t2-The-Pair/A', 'The-Pair · plan 1 · t2/A'],
    ['2-t3-Talk/r1-Ann', 'Talk · plan 2 · t3/Ann · round 1 · statement'],
  ])('of a supervisor: %s', (path, title) => {
    expect(stepTitle(path, parseStep(supervisor))).toBe(title);
  });

  it('names what is inside a pipeline, and stays a path where the spec can not be read', () => {
    const pipeline: StepInput = {
      kind: 'pipeline',
      steps: [debate, { step: agent('W'), transform: { ...debate, name: 'Before' } }],
    };
    expect(stepTitle('1-Talk/r1-Ann', parseStep(pipeline))).toBe(
      '1-Talk/Ann · round 1 · statement',
    );
    expect(stepTitle('2-W-transform/r1-Ann', parseStep(pipeline))).toBe(
      '2-W-transform/Ann · round 1 · statement',
    );
    expect(stepTitle('1-Talk/r1-Ann', null)).toBe('1-Talk/r1-Ann');
  });
});

describe('the live tree of a pattern that makes up its steps', () => {
  it('has a line for each step that began, the last ones where they are too many', () => {
    const events = [called('5', 'r0-Ann', 0), answered('5', 300), called('6', 'r0-Ben', 10)];
    const progress = assemble('run', byId(after('run', started(debate), ...events)), start + 500);
    const node = stepTree(parseStep(debate));
    const [ann, ben] = ['Ann', 'Ben'].map((name) => `${name} · initial positions · statement`);
    expect(linesBelow(node, progress, 5, start + 500)).toEqual([
      { path: 'r0-Ann', text: `✔ ${ann} · 300 ms · $0.5000`, isLive: false },
      { path: 'r0-Ben', text: `> ${ben} · 490 ms`, isLive: true },
    ]);
    expect(linesBelow(node, progress, 1, start + 500)[0]).toEqual({
      path: null,
      text: '… 1 earlier steps',
      isLive: false,
    });
  });
});

describe('the result of a supervisor for people', () => {
  const task = (id: string, workerName: string, dependsOn: string[] = []) => {
    return { id, workerName, task: `do ${id}`, context: '', priority: 1, dependsOn };
  };
  const done = { planVersion: 1, id: 'run/1', durationMs: 400, cost: 0.2, content: 'found' };
  const result: SupervisorResult<string> = {
    ...base,
    kind: 'supervisor',
    plan: { version: 1, tasks: [task('t1', 'Ann'), task('t2', 'Ben', ['t1'])] },
    plans: [],
    reasoning: null,
    reviews: [],
    verifications: [],
    workerResults: [
      { ...done, workerName: 'Ann', taskId: 't1', task: 'do t1', success: true, error: null },
      {
        ...done,
        workerName: 'Ben',
        taskId: 't2',
        task: 'do t2',
        success: false,
        error: { type: 'Model.Rejected', message: 'no', retryable: false },
      },
    ],
    iterations: 2,
    endedBecause: 'maxIterations',
  };

  it('shows the plan, why it ended, and what each worker did, took and cost', () => {
    const lines = resultText(result, null).split('\n');
    expect(lines.map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))).toEqual([
      'the answer',
      '',
      'Plan 1',
      't1 | Ann | do t1',
      't2 | Ben | do t2 | after t1',
      'Ended after 2 plans: no more plans were allowed (maxIterations).',
      '',
      'Ann (t1) | found | 400 ms | $0.2000',
      'Ben (t2) | Model.Rejected: no | 400 ms | $0.2000',
      'total | 3 calls, 0 tokens in, 0 out | 900 ms | $0.5000',
    ]);
  });
});

describe('the result of a debate for people', () => {
  const tally = [
    { id: 'A', position: 'yes', votes: 2, confidence: 1.6 },
    { id: 'B', position: 'no', votes: 1, confidence: 0.9 },
  ];
  const vote = { round: 1, agentName: 'Ben', option: 'B', confidence: 0.9, changed: false };
  const result: DebateResult<string> = {
    ...base,
    kind: 'debate',
    messages: [
      { round: 0, agentName: 'Ann', content: 'first of Ann' },
      { round: 0, agentName: 'Ben', content: 'first of Ben' },
      { round: 1, agentName: 'Ann', content: 'last of Ann' },
    ],
    roundsCompleted: 1,
    conclusion: 'the answer',
    consensusReached: true,
    votes: [],
    rule: { name: 'majority', statement: 'more than half', needed: 0.5, reached: 2 / 3 },
    tally,
    dissent: [{ ...vote, why: 'it is dear' }],
    plainVote: { position: 'no', consensus: false, tally: [] },
    extraRounds: { rounds: 1, calls: 6, cost: 0.25 },
  };

  it('shows the last statements, the vote, the dissent, and what the rounds were good for', () => {
    const lines = resultText(result, null).split('\n').slice(2);
    expect(lines.map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))).toEqual([
      'Last statements, 1 round after the initial positions',
      'Ann | last of Ann',
      'Ben | first of Ben',
      'Vote',
      'A | 2 votes | confidence 1.6 | yes',
      'B | 1 vote | confidence 0.9 | no',
      'Dissent',
      'Ben | B | it is dear',
      'Consensus: yes, 67 % of the 50 % that are needed (majority: more than half)',
      'A plain vote on the initial positions: ‘no’, without consensus',
      'The round after it: 6 calls, $0.2500',
      '',
      'total | 3 calls, 0 tokens in, 0 out | 900 ms | $0.5000',
    ]);
  });

  it('says that no vote was held where there was none', () => {
    const text = resultText({ ...result, tally: [], plainVote: null }, null);
    expect(text).toContain('No vote was held.');
    expect(text).not.toContain('A plain vote');
  });
});

describe('what `run` takes for a step', () => {
  it('is a team by its name', async () => {
    const { step } = await readSource({ file: 'research-team' });
    expect(step).toMatchObject({ kind: 'supervisor', name: 'research-team' });
    expect((await readSource({ file: 'pros-cons' })).step).toMatchObject({ kind: 'debate' });
  });

  it('is a panel of the roles that are given', async () => {
    const roles = 'Economist focusing on markets, Sociologist,';
    const { step } = await readSource({ file: 'expert-panel', roles });
    expect(step).toMatchObject({
      name: 'expert-panel',
      agents: [
        { name: 'Economist', role: 'Economist focusing on markets' },
        { name: 'Sociologist', role: 'Sociologist' },
      ],
    });
  });

  it('is a file of that name where there is one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'durable-agents-team-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'pros-cons'), 'kind: agent\nname: Mine\n');
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(folder);
    const { step } = await readSource({ file: 'pros-cons' });
    expect(step).toMatchObject({ kind: 'agent', name: 'Mine' });
  });

  it('is not the name of a team of a folder, whose file is named to whoever says it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'durable-agents-team-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'teams'));
    writeFileSync(join(folder, 'teams/order-desk.yml'), 'kind: agent\nname: Mine\n');
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(folder);
    await expect(readSource({ file: 'order-desk' })).rejects.toThrow(
      "'order-desk' is neither a file here nor a team (did you mean 'teams/order-desk.yml'?)",
    );
  });

  it.each([
    ['a name that is neither file nor team', { file: 'dance' }, /teams are research-team, pros-/],
    ['a panel without roles', { file: 'expert-panel' }, /needs at least two roles/],
    ['a panel of one', { file: 'expert-panel', roles: 'Economist, ' }, /needs at least two roles/],
    ['roles for another team', { file: 'pros-cons', roles: 'a,b' }, /--roles is for the team/],
    ['a team that is misspelt', { file: 'pro-cons' }, /\(did you mean 'pros-cons'\?\)/],
  ])('is refused: %s', async (_, options, message) => {
    await expect(readSource(options)).rejects.toThrow(message);
  });
});
