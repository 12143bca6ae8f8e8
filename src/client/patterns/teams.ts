import { z } from 'zod';
import { parseInput } from '../../core/parse-input.ts';
import { council } from '../../core/teams/council.ts';
import { mapSummary, type SummaryList } from '../../core/teams/map-summary.ts';
import { writeAndReview } from '../../core/teams/write-and-review.ts';
import { expertPanel, prosCons, researchTeam, type TeamModel } from '../../core/teams.ts';
import { Agent } from './agent.ts';
import { Debate, type DebateOptions } from './debate.ts';
import { Loop, type LoopOptions } from './loop.ts';
import { MapItems, type MapOptions } from './map-items.ts';
import { Pipeline, type PipelineOptions } from './pipeline.ts';
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

const aRole = z.string().refine((role) => role.trim() !== '', 'a role is empty');
const rolesSchema = z.array(aRole);

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

/** A council's members, its provider and model, and the settings of its pipeline. */
export type CouncilOptions = TeamModel &
  Omit<PipelineOptions, 'transforms'> & {
    /** Of its members, two at least. Default: a Specialist, a Practitioner, a Sceptic and an Outsider. */
    roles?: readonly string[];
  };

const councilRoles = z.array(aRole).min(2, 'a council has two members at least').optional();

/**
 * A panel whose members answer independently, a typed analysis of their answers, and one answer: two
 * calls more than there are members.
 *
 * @throws `Input.Invalid` for fewer than two roles, or for an empty one
 */
export function createCouncil(options: CouncilOptions = {}): Pipeline {
  const { model, rest } = split(options);
  const { roles, ...others } = rest;
  const { steps, ...given } = council(parseInput(councilRoles, roles, 'roles') ?? null, model);
  const { kind: _, ...settings } = given;
  return new Pipeline(steps, { ...settings, ...others });
}

/** The provider and model of a Writer and a Reviewer, and the settings of their loop. */
export type WriteAndReviewOptions = TeamModel & Omit<LoopOptions, 'until'>;

/** A Writer whose text a Reviewer judges, until it passes; the best of at most four versions is kept. */
export function createWriteAndReview(options: WriteAndReviewOptions = {}): Loop {
  const { model, rest } = split(options);
  const { step, until, kind: _, ...settings } = writeAndReview(undefined, model);
  return new Loop(step, { ...settings, ...rest, until: { judge: new Agent(until.judge) } });
}

/** The provider and model of the summarisers, where the items stand, and the settings of the map. */
export type MapSummaryOptions = TeamModel &
  Omit<MapOptions, 'over' | 'reduce'> & {
    /** The items: the input's lines, or a JSON list in it. Default `lines`. */
    over?: SummaryList;
  };

/** A Summariser for each item of a list, and an Editor who makes one summary of theirs. */
export function createMapSummary(options: MapSummaryOptions = {}): MapItems {
  const { model, rest } = split(options);
  const { step, kind: _, ...settings } = mapSummary(undefined, model);
  return new MapItems(step, { ...settings, ...rest });
}

function split<T extends TeamModel>({
  provider,
  model,
  ...rest
}: T): {
  model: TeamModel;
  rest: Omit<T, keyof TeamModel>;
} {
  return {
    model: {
      ...(provider === undefined ? {} : { provider }),
      ...(model === undefined ? {} : { model }),
    },
    rest,
  };
}
