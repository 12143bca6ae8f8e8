import { z } from 'zod';
import { parseInput } from '../../core/parse-input.ts';
import { expertPanel, prosCons, researchTeam, type TeamModel } from '../../core/teams.ts';
import { Debate, type DebateOptions } from './debate.ts';
import { Supervisor, type SupervisorConfig } from './supervisor.ts';

/** A research team's provider and model, and the settings of its supervisor. */
export interface ResearchTeamOptions extends TeamModel {
  config?: SupervisorConfig;
}

/** A supervisor with four workers: Researcher, Analyst, Writer and Critic. */
export function createResearchTeam({ config, ...model }: ResearchTeamOptions = {}): Supervisor {
  const { workers, name = 'research-team' } = researchTeam(model);
  return new Supervisor({ workers, name, ...(config === undefined ? {} : { config }) });
}

/** A debating team's provider and model, and the settings of its debate. */
export type DebateTeamOptions = TeamModel & DebateOptions;

/** A debate of an Advocate, a Critic and a Pragmatist. */
export function createProsConsDebate(options: DebateTeamOptions = {}): Debate {
  const { model, rest } = split(options);
  const { agents, name = 'pros-cons' } = prosCons(model);
  return new Debate(agents, { name, ...rest });
}

const rolesSchema = z.array(z.string().refine((role) => role.trim() !== '', 'a role is empty'));

const isObject = (value: unknown) => typeof value === 'object' && value !== null;
const anObject = z.custom<Parameters<typeof createExpertPanel>[0]>(isObject, 'expected an object');

/**
 * A debate of one expert for each role.
 *
 * @param options.expertRoles two roles at least, such as `Economist focusing on market dynamics`
 * @throws `Input.Invalid` for fewer, or for an empty one
 */
export function createExpertPanel(
  options: { expertRoles: readonly string[] } & DebateTeamOptions,
): Debate {
  const { expertRoles, ...others } = parseInput(anObject, options, 'createExpertPanel');
  parseInput(rolesSchema, expertRoles, 'expertRoles');
  const { model, rest } = split(others);
  const { agents, name = 'expert-panel' } = expertPanel(expertRoles, model);
  return new Debate(agents, { name, ...rest });
}

function split({ provider, model, ...rest }: DebateTeamOptions): {
  model: TeamModel;
  rest: DebateOptions;
} {
  return {
    model: {
      ...(provider === undefined ? {} : { provider }),
      ...(model === undefined ? {} : { model }),
    },
    rest,
  };
}
