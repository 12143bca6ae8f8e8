import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { DebateResult } from '../../src/core/kinds/debate/types.ts';
import type { RouteInput, RouteResult } from '../../src/core/kinds/route/types.ts';
import type { SupervisorResult } from '../../src/core/kinds/supervisor/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { mapAgents } from '../../src/core/kinds/walk.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { expertPanel, prosCons, researchTeam } from '../../src/core/teams.ts';
import { simulatedReply } from '../../src/simulated-model/index.ts';
import { simulatedRequest } from '../support/simulated-request.ts';
import { type AskedCall, memoryWorld } from '../support/memory-host.ts';

const question = 'Should we adopt AI in hiring?';

/** Runs a step with the simulated model; the agents of `failing` fail. */
async function run(step: StepInput, failing: string[] = [], input = question) {
  const world = memoryWorld((asked) => {
    if (failing.includes(asked.agentName)) throw new Error('it is down');
    return { content: replyTo(asked) };
  });
  const result = await world.run(parseStep(step), input);
  return { result, calls: world.calls };
}

function replyTo({ prompt, system, call }: AskedCall): string {
  const messages = [{ role: 'user' as const, content: prompt }];
  const request = simulatedRequest({ system, messages, outputSchema: call.settings.output });
  const { text = '' } = simulatedReply(request);
  return text;
}

const provider = 'scripted';
const agent = (name: string) => ({ kind: 'agent' as const, name, provider });
const team = (...names: string[]) => Object.fromEntries(names.map((name) => [name, agent(name)]));

describe('a supervisor with the simulated model', () => {
  it('plans a task for each of the research team, in a sensible order, and is satisfied at the end', async () => {
    const supervised = (await run(researchTeam({ provider }))).result as SupervisorResult;
    expect(supervised).toMatchObject({ success: true, iterations: 1, endedBecause: 'satisfied' });
    expect(
      supervised.plan?.tasks.map(({ id, workerName, dependsOn }) => [id, workerName, dependsOn]),
    ).toEqual([
      ['t1', 'Researcher', []],
      ['t2', 'Analyst', ['t1']],
      ['t3', 'Writer', ['t2']],
      ['t4', 'Critic', ['t3']],
    ]);
    expect(supervised.workerResults.map(({ success }) => success)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(supervised.content).toContain('“Should we adopt AI in hiring”');
  });

  it('reviews each wave, and is not satisfied while tasks are left', async () => {
    const { result } = await run(researchTeam({ provider }));
    const { reviews } = result as SupervisorResult;
    expect(reviews.length).toBeGreaterThan(1);
    expect(reviews[0]).toMatchObject({ satisfied: { answer: false }, progress: { answer: true } });
  });

  it('says whether to split, what each task has to give, and lets results pass a verifier', async () => {
    const several = { ...researchTeam({ provider }), verifier: agent('Checker') };
    const { plan, verifications, warnings } = (await run(several)).result as SupervisorResult;
    expect(plan).toMatchObject({
      split: { worthIt: true, reason: expect.stringContaining('Simulated plan') },
      tasks: [{ outputFormat: 'Findings, one a line', effort: 'high' }, {}, {}, {}],
    });
    expect(verifications.map(({ taskId, ok }) => [taskId, ok])).toEqual([
      ...[
        ['t1', true],
        ['t2', true],
        ['t3', true],
        ['t4', true],
      ],
    ]);
    expect(warnings).toEqual([]);
    const alone = await run({ kind: 'supervisor', workers: team('Writer') });
    expect(alone.result).toMatchObject({ plan: { split: { worthIt: false }, tasks: [{}] } });
  });

  it.each(['all', 'sequential'] as const)('gives everyone a task in mode %s', async (mode) => {
    const workers = team('Critic', 'Writer', 'Researcher', 'Fourth', 'Fifth');
    const { result, calls } = await run({ kind: 'supervisor', workers, mode });
    expect(result).toMatchObject({ success: true, iterations: 1 });
    expect(calls.filter(({ call }) => call.key.step === 'plan-1')).toHaveLength(1);
    const { workerResults } = result as SupervisorResult;
    expect(workerResults.map(({ workerName }) => workerName).toSorted()).toEqual(
      Object.keys(workers).toSorted(),
    );
  });

  it('plans anew with other ids and words when a worker fails, and does not go on for ever', async () => {
    const workers = team('Researcher', 'Analyst');
    const { result } = await run({ kind: 'supervisor', workers, maxIterations: 3 }, ['Analyst']);
    const { plans, workerResults, endedBecause } = result as SupervisorResult;
    expect(plans.map(({ tasks }) => tasks.map(({ id }) => id))).toEqual([
      ['t1', 't2'],
      ['t3'],
      ['t4'],
    ]);
    expect(new Set(workerResults.map(({ task }) => task)).size).toBe(4);
    expect(endedBecause).toBe('maxIterations');
  });
});

describe('a debate with the simulated model', () => {
  it.each([
    ['pros-cons', prosCons({ provider })],
    [
      'a panel of four',
      expertPanel(['Economist', 'Sociologist', 'Lawyer', 'Doctor'], { provider }),
    ],
  ])('begins with different votes and has a consensus after a round: %s', async (_, step) => {
    const debated = (await run(step)).result as DebateResult;
    expect(debated).toMatchObject({ success: true, consensusReached: true, roundsCompleted: 1 });
    expect(debated.plainVote).toMatchObject({ consensus: false });
    const first = debated.votes.filter(({ round }) => round === 0);
    expect(new Set(first.map(({ option }) => option)).size).toBe(3);
    for (const { confidence, why } of debated.votes) {
      expect(confidence).toBeGreaterThanOrEqual(0.6);
      expect(confidence).toBeLessThanOrEqual(0.9);
      expect(why).toContain('simulated');
    }
    expect(debated.votes.filter(({ changed }) => changed).map(({ round }) => round)).toContain(1);
  });

  it('is unanimous after two rounds, also between two', async () => {
    const agents = [agent('Ann'), agent('Ben')];
    const { result } = await run({ kind: 'debate', agents, consensus: 'unanimous' });
    expect(result).toMatchObject({ consensusReached: true, roundsCompleted: 2 });
  });

  it('lets nobody quote itself, and the moderator conclude on the subject', async () => {
    const { result } = await run(prosCons({ provider }));
    const { messages, conclusion } = result as DebateResult;
    for (const { agentName, content } of messages.filter(({ round }) => round === 1)) {
      const words = (content as string).slice(`[simulated] ${agentName}`.length);
      expect(words).not.toMatch(new RegExp(`\\b${agentName}\\b(?! \\()`));
      expect(words).toMatch(/Advocate|Critic|Pragmatist/);
    }
    expect(conclusion).toContain('“Should we adopt AI in hiring”');
  });
});

describe('a route with the simulated model', () => {
  const file = new URL('../../examples/support-desk.yaml', import.meta.url);
  const written = parse(readFileSync(file, 'utf8')) as RouteInput;
  const desk = mapAgents(parseStep(written), (each) => ({ ...each, provider }));

  it.each([
    ['My invoices are wrong, and I want a refund', 'billing', 'invoice, refund'],
    ['The page shows an error since yesterday', 'technical', 'error'],
    ['Please sing', null, 'no route has a word of the request'],
  ])('is the one that has most in common with the request: %s', async (asked, route, reason) => {
    const result = (await run(desk, [], asked)).result as RouteResult;
    expect(result).toMatchObject({ success: true, route, reason: expect.stringContaining(reason) });
  });
});
