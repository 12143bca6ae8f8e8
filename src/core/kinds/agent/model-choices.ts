import type { AgentSpec, ModelChoice, ModelChoiceInput } from './types.ts';

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
  if (Array.isArray(models)) return models;
  if (!Array.isArray(model)) return [{ provider, model: model as string | null, timeout: null }];
  const list = model as readonly ModelChoiceInput[];
  return list.map((each) => {
    const given = typeof each === 'string' ? { model: each } : each;
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
