import type { LiveWorld, Part } from '../../test/support/live-world.ts';
import { plan, review, task, verdicts, votes } from './replies.ts';
import { expectRun, type Scenario, writeContinued, writeRun } from './recorder.ts';

/** A supervisor, a debate and a loop that go on for long. */
export const longPatterns: Record<string, Scenario> = {
  replanned,
  verified,
  'debate-continued': debateContinued,
  'loop-continued': loopContinued,
};

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'responses' });

/**
 * A plan that names a stranger goes back to the planner; a worker of the next one fails; the third
 * brings a team of two, and its review is satisfied.
 */
async function replanned(world: LiveWorld, name: string): Promise<void> {
  world.cast({
    Planner: [
      plan(task('t1', 'Stranger')),
      plan(task('t1', 'A'), task('t2', 'B', ['t1'])),
      review(false),
      review(false),
      plan(task('t3', 'Team', ['t1'])),
      review(true),
    ],
    A: 'It is so, '.repeat(200),
    B: { status: 400, error: 'I can not' },
  });
  const team = { kind: 'parallel' as const, name: 'Team', agents: [agent('C'), agent('D')] };
  const step = {
    kind: 'supervisor' as const,
    workers: { A: agent('A'), B: agent('B'), Team: team },
  };
  expectRun(name, await world.client.run(step, 'Find it out.', { id: name }));
  await writeRun(world, name);
}

/**
 * A result is sent back once and accepted then, another one is never accepted; a plan spells workers and
 * tasks in its own way.
 */
async function verified(world: LiveWorld, name: string): Promise<void> {
  world.cast({
    Planner: [plan(task('t1', 'a'), task('t2', 'B', ['T_1'])), review(false), review(true)],
    Checker: [
      verdicts({ 'T-1': false }),
      verdicts({ t1: true }),
      verdicts({ t2: false }),
      verdicts({ t2: false }),
    ],
    A: ['It is so, '.repeat(200), 'It is so, as the census says.'],
  });
  const step = {
    kind: 'supervisor' as const,
    workers: { A: agent('A'), B: agent('B') },
    verifier: agent('Checker'),
  };
  expectRun(name, await world.client.run(step, 'Find it out.', { id: name }));
  await writeRun(world, name);
}

const debater = (who: string, option: string): Part => votes(option, `${who} says `.repeat(20_000));

/** Few statements, but long ones: its history is long in bytes. */
async function debateContinued(world: LiveWorld, name: string): Promise<void> {
  world.cast({
    Ann: debater('Ann', 'A'),
    Ben: debater('Ben', 'B'),
    Moderator: ({ outputSchema }) =>
      outputSchema === null
        ? 'They disagree.'
        : '{"options":[{"position":"yes"},{"position":"no"}]}',
  });
  const step = {
    kind: 'debate' as const,
    agents: [agent('Ann'), agent('Ben')],
    rounds: 9,
    stopEarly: false,
    consensus: 'unanimous' as const,
  };
  expectRun(name, await world.client.run(step, 'Should we?', { id: name }));
  await writeContinued(world, name);
}

/** Long versions of one length, which have to be told apart and looked into; its history is long in bytes. */
async function loopContinued(world: LiveWorld, name: string): Promise<void> {
  let version = 100;
  world.cast({ Writer: () => `Version ${++version}: ${'it is so. '.repeat(18_000)}` });
  const step = {
    kind: 'loop' as const,
    step: agent('Writer'),
    until: { contains: 'Version 122' },
    maxIterations: 40,
  };
  expectRun(name, await world.client.run(step, 'Is it so?', { id: name }));
  await writeContinued(world, name);
}
