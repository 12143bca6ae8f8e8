import type { Duration } from '../../durations.ts';
import type { AgentSpec } from './types.ts';

/** One of the models of an agent that has several. */
export interface ModelChoice {
  /** `null`: as with {@link AgentSpec.provider}. */
  provider: string | null;
  /** `null`: the provider's default model. */
  model: string | null;
  /** For each call at most; `null`: its share of the time that is left. */
  timeout: Duration | null;
}

/** A model as it is written in a list: by name, for the agent's provider, or with more. */
export type ModelChoiceInput = string | Partial<ModelChoice>;

/** A spec as it was read, before its list of models is taken apart. */
export type WithModelList = Omit<AgentSpec, 'model' | 'models'> & {
  model: string | null | readonly ModelChoiceInput[];
  models?: ModelChoice[] | undefined;
};

/** The models of an agent, in the order they are tried; one where it names no list. */
export function modelsOf({
  provider,
  model,
  models,
}: Pick<WithModelList, 'provider' | 'model' | 'models'>): ModelChoice[] {
  if (models !== undefined) return models;
  const list = Array.isArray(model) ? (model as readonly ModelChoiceInput[]) : [model];
  return list.map((each) => {
    const given = typeof each === 'string' || each === null ? { model: each } : each;
    return { provider, model: null, timeout: null, ...given };
  });
}

/** The spec with its list of models taken apart: `model` and `provider` are those of the first. */
export function withModels(agent: WithModelList): AgentSpec {
  const { models: _, model, ...rest } = agent;
  const models = modelsOf(agent);
  const [first] = models;
  if (first === undefined || (agent.models === undefined && !Array.isArray(model)))
    return { ...rest, model: model as string | null };
  return { ...rest, provider: first.provider, model: first.model, models };
}
