import type { Text } from '../../core/content.ts';
import { aboutUser } from '../../core/prompts/user-facts.ts';
import type { Outcome } from '../../core/results.ts';
import { namedTools, stepToolDefinition, stepTools } from '../../core/kinds/agent/step-tools.ts';
import type { AgentSpec, StepTool } from '../../core/kinds/agent/types.ts';
import type { DescribedTools } from '../../core/tools.ts';
import type { Limit } from '../runtime/host.ts';
import { withDeadline } from '../runtime/with-deadline.ts';
import { offload } from '../runtime/offload.ts';
import { openThread } from './open-thread.ts';
import type { AgentResources } from './resources.ts';
import type { RunContext } from '../runtime/run-context.ts';
import type { StepScope } from '../runtime/step-scope.ts';

/** Gets what an agent needs before its first turn. */
export async function prepareAgent(
  run: RunContext,
  scope: StepScope,
  spec: AgentSpec,
  memory: boolean,
): Promise<Outcome<AgentResources>> {
  const canRemember = memory && run.owner.user !== null;
  const names = namedTools(spec);
  const steps = stepTools(spec);
  return await withDeadline(run, scope, async (limit) => ({
    tools: names.length === 0 ? null : apart(await describedTools(run, names, limit), spec),
    ...(steps.length === 0 ? {} : { steps: await offeredSteps(run, scope, steps) }),
    memory: canRemember,
    user: await knownOfUser(run, canRemember, limit),
    thread: await openThread(run, scope, spec, limit),
  }));
}

/** Asked for once a run, however many agents and turns use the same tools. */
async function describedTools(
  run: RunContext,
  names: readonly string[],
  limit: Limit,
): Promise<DescribedTools> {
  const key = JSON.stringify(names);
  const known = run.described.get(key);
  if (known !== undefined) return known;
  const described = await run.host.describeTools(names, limit);
  run.described.set(key, described);
  return described;
}

/**
 * What an agent's prompt says of the user; '' in a run without one.
 *
 * @param canRemember whether the agent has the tools `remember` and `forget`
 */
async function knownOfUser(
  { host, owner }: RunContext,
  canRemember: boolean,
  limit: Limit,
): Promise<Text> {
  if (owner.user === null) return '';
  const known = await host.readFacts(owner.user, limit);
  return known === null && !canRemember ? '' : aboutUser(known, canRemember);
}

/** The steps that an agent may ask, as its model is told of them: stored once where that is long. */
async function offeredSteps(
  { host, execution }: RunContext,
  { path }: StepScope,
  steps: readonly StepTool[],
): Promise<AgentResources['steps']> {
  const definitions = JSON.stringify(steps.map(stepToolDefinition));
  const id = `${execution}/${path}/steps-as-tools`;
  const names = steps.map(({ name }) => name);
  return { names, definitions: await offload(host, id, definitions) };
}

/** A tool of a server that has the name of a step is not offered: which of them is meant nobody could say. */
function apart(described: DescribedTools, spec: AgentSpec): DescribedTools {
  const names = stepTools(spec).map(({ name }) => name);
  const taken = described.tools.filter(({ name }) => names.includes(name));
  if (taken.length === 0) return described;
  const problems = taken.map(
    ({ name }) => `the tool '${name}' has the name of a step of '${spec.name}': rename the step`,
  );
  return {
    ...described,
    tools: described.tools.filter((tool) => !taken.includes(tool)),
    problems: [...(described.problems ?? []), ...problems],
  };
}
