import { type ModelServerOptions, simulatedReply } from '../../../../src/testing/index.ts';
import { agentOf } from '../../../support/live-world.ts';
import { proposalIn } from '../paid-again.ts';
import { full } from '../scale.ts';

const agent = (name: string) => ({ kind: 'agent', name, provider: 'openai' });

/** What is served: three agents in a line, a line with a person in it, and a debate. */
export const teams = {
  line: { kind: 'pipeline', name: 'Line', steps: ['Ann', 'Bob', 'Cleo'].map(agent) },
  asking: {
    kind: 'pipeline',
    name: 'Asking',
    steps: [
      agent('Ann'),
      { kind: 'person', name: 'Editor', question: 'Is it good?' },
      agent('Cleo'),
    ],
  },
  panel: {
    kind: 'debate',
    votes: 'separate',
    agents: ['Advocate', 'Critic'].map(agent),
    rounds: full ? 2 : 1,
    stopEarly: false,
    roundTimeout: '10m',
  },
} as const;

/** Each run is about a proposal of its own, so that no two ask a model the same. */
export const question = (proposal: string): string => `Is proposal ${proposal} worth its cost?`;

/** What an agent of a line says: letters of one, two and three bytes, and pairs of surrogates. */
export function speech(name: string, proposal: string): string {
  const sentence = `${name} finds proposal ${proposal} worth its cöst: \u{1F375} it pays “for itself”.`;
  return Array.from({ length: 5 }, (_, index) => `${index + 1}. ${sentence}`).join('\n');
}

/** So slowly that whoever is disconnected again and again hears some of it, on a slow machine too. */
const slow = { characters: 10, everyMs: 100 } as const;

/** How the model speaks: for over a second, so that many who are asked are killed in the middle of it. */
export const model: ModelServerOptions = {
  latencyMs: 200,
  pace: { characters: 40, everyMs: 100 }, // at full scale two hundred speak at once
  script: (request) => {
    const name = agentOf(request);
    const isInLine = ['Ann', 'Bob', 'Cleo'].includes(name);
    if (isInLine) return speech(name, proposalIn(request));
    const isConclusion = name === 'Moderator' && request.outputSchema === null;
    return { ...simulatedReply(request), ...(isConclusion ? { pace: slow } : {}) };
  },
};
