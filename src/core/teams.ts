import type { AgentInput } from './kinds/agent/types.ts';
import type { DebateInput } from './kinds/debate/types.ts';
import type { SupervisorInput } from './kinds/supervisor/types.ts';

// Ready-made teams, as specs.

/** For all agents of a team; a provider or model left out is chosen as for any agent. */
export interface TeamModel {
  provider?: string;
  model?: string;
}

/** Who an agent of a team is. */
export type Role = Pick<AgentInput, 'name' | 'role' | 'instructions'>;

/** An agent of a team. */
export const agent = (role: Role, model: TeamModel): AgentInput => ({
  kind: 'agent',
  ...role,
  ...model,
});

const researchers: Role[] = [
  {
    name: 'Researcher',
    role: 'a researcher who finds out what is known',
    instructions:
      'Collect the facts that bear on your task: what happened, how much, when, according to whom. ' +
      'Tell established facts from claims and from your own estimates, and name what you could not find out. ' +
      'Give no recommendations.',
  },
  {
    name: 'Analyst',
    role: 'an analyst who works out what facts mean',
    instructions:
      'Find the causes, the patterns and the consequences in the material you are given. Weigh them, ' +
      'quantify where you can, and say how sure you are of each conclusion and what would change it.',
  },
  {
    name: 'Writer',
    role: 'a writer who makes complicated things readable',
    instructions:
      'Write from the material you are given, for an intelligent reader who is new to the subject. Begin ' +
      'with what matters most, use concrete words, and keep every qualification that changes the meaning. ' +
      'Add no facts.',
  },
  {
    name: 'Critic',
    role: 'a critic who looks for what is wrong or missing',
    instructions:
      'Look for errors, unsupported claims, missing views and weak reasoning, the gravest first. Quote what ' +
      'you object to, say why, and say what would mend it. Do not praise, and do not rewrite.',
  },
];

/** A supervisor with a Researcher, an Analyst, a Writer and a Critic. */
export function researchTeam(model: TeamModel = {}): SupervisorInput {
  const workers = researchers.map((role) => [role.name, agent(role, model)] as const);
  return { kind: 'supervisor', name: 'research-team', workers: Object.fromEntries(workers) };
}

const sides: Role[] = [
  {
    name: 'Advocate',
    role: 'the advocate, who makes the strongest honest case for it',
    instructions:
      'Argue for the proposal. Look for its real benefits, for whom and under which conditions, and answer ' +
      'objections on their merits. Concede what is true against you; never invent evidence.',
  },
  {
    name: 'Critic',
    role: 'the critic, who makes the strongest honest case against it',
    instructions:
      'Argue against the proposal. Look for its costs, risks, losers and unproven assumptions, and for ' +
      'alternatives that do better. Concede what is true against you; never invent evidence.',
  },
  {
    name: 'Pragmatist',
    role: 'the pragmatist, who asks what would work',
    instructions:
      'Take no side in principle. Judge what could be done in practice, by whom, at what cost and with which ' +
      'first step, and look for the form of the proposal that both sides could live with.',
  },
];

/** A debate of an Advocate, a Critic and a Pragmatist. */
export function prosCons(model: TeamModel = {}): DebateInput {
  return { kind: 'debate', name: 'pros-cons', agents: sides.map((role) => agent(role, model)) };
}

/** A debate of one agent for each role: `Economist focusing on market dynamics`. */
export function expertPanel(roles: readonly string[], model: TeamModel = {}): DebateInput {
  return { kind: 'debate', name: 'expert-panel', agents: experts(roles, model) };
}

/** An agent for each role, which judges from its own field. */
export function experts(roles: readonly string[], model: TeamModel): AgentInput[] {
  return roles.map((role, index) =>
    agent(
      {
        name: nameOf(role, index, roles),
        role,
        instructions:
          'Judge the question from your own field only, with its concepts and its evidence. Say what your field ' +
          'knows, what it disputes and what it can not answer, and where another field has to be heard.',
      },
      model,
    ),
  );
}

const first = (role: string) => role.trim().split(/[\s,/]+/)[0] ?? '';

/** The role's first word, with a number where another role begins the same. */
function nameOf(role: string, index: number, roles: readonly string[]): string {
  const before = roles.slice(0, index).filter((other) => first(other) === first(role)).length;
  const name = first(role) || 'Expert';
  return before === 0 ? name : `${name} ${before + 1}`;
}
