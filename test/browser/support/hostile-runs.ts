import { expect, vi } from 'vitest';
import type { StepInput } from '../../../src/core/kinds/step.ts';
import type { ServedWorld } from '../../support/service-world.ts';
import { hostileName, hostileText } from './hostile-text.ts';

const agent = (place: string, more: object = {}) => ({
  ...{ kind: 'agent' as const, name: hostileName(place), provider: 'chat', ...more },
});
const looking = { tools: ['look'], approve: ['look'] };
const asked = { kind: 'person' as const, name: hostileName('person') };

/** Runs in which everything that somebody can write is hostile, by what they are about. */
const specs = {
  supervised: {
    kind: 'supervisor',
    name: hostileName('run name'),
    workers: { [hostileName('worker')]: agent('worker') },
    planner: agent('planner'),
    verifier: agent('verifier'),
    synthesizer: agent('synthesizer'),
    maxIterations: 2,
  },
  debated: {
    kind: 'debate',
    name: hostileName('run name'),
    agents: [agent('first debater'), agent('second debater')],
    moderator: agent('moderator'),
    rounds: 1,
    stopEarly: false,
  },
  tooled: agent('tooled', { tools: ['look', 'fail'], role: hostileText('role') }),
  failed: {
    kind: 'parallel',
    name: hostileName('run name'),
    agents: [agent('failing'), agent('other')],
  },
  answered: {
    kind: 'pipeline',
    name: hostileName('run name'),
    steps: [
      { ...asked, question: hostileText('answered question') },
      { step: agent('asking', looking), transform: `${hostileText('template')} {input}` },
    ],
  },
  questioned: {
    ...asked,
    question: hostileText('question'),
    choices: [hostileName('choice'), 'no'],
    assignee: hostileName('assignee'),
  },
  approved: agent('asking', { ...looking, instructions: 'Ask.' }),
} as unknown as Record<string, StepInput>;

export const hostileUser = hostileName('user');
export const hostileThread = hostileName('thread');

/** Id of a run: a person or a program has chosen it. */
export const hostileId = (about: string): string => hostileName(`id of ${about}`);

/** Starts all of them, answers one, and waits until each has ended, or waits for somebody. */
export async function startHostileRuns(world: ServedWorld): Promise<void> {
  for (const [about, spec] of Object.entries(specs))
    await world.client.start(spec, hostileText('input'), {
      ...{ id: hostileId(about), context: hostileText('context'), user: hostileUser },
      ...(about === 'tooled' ? { thread: hostileThread } : {}),
    });
  const given = [
    { answer: hostileText('answer') },
    { approve: false, reason: hostileText('denial') },
  ];
  const answered: string[] = [];
  for (const body of given) {
    const run = hostileId('answered');
    const questions = () => world.client.handle(run).questions();
    const question = await vi.waitFor(async () => {
      const found = (await questions()).find(({ id }) => !answered.includes(id));
      expect(found).toBeDefined();
      return found?.id ?? '';
    }, 20_000);
    answered.push(question);
    const path = `/v1/runs/${encodeURIComponent(run)}/answers`;
    await world.call('POST', path, { question, by: hostileName('answered by'), ...body });
  }
  const ended = ['supervised', 'debated', 'tooled', 'failed', 'answered'];
  await Promise.all(ended.map((about) => world.client.handle(hostileId(about)).result()));
  await vi.waitFor(async () => expect(await world.client.inbox()).toHaveLength(2), 20_000);
}
