import type { Text } from '../../core/content.ts';
import { aboutUser } from '../../core/prompts/user-facts.ts';
import type { Outcome } from '../../core/results.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import type { DescribedTools } from '../../core/tools.ts';
import type { Limit } from '../runtime/host.ts';
import { withDeadline } from '../runtime/with-deadline.ts';
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
  return await withDeadline(run, scope, async (limit) => ({
    tools: spec.tools.length === 0 ? null : await describedTools(run, spec.tools, limit),
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
