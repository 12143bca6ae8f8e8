import { meantOf } from '../../core/meant.ts';
import { memoryTools } from '../../core/memory-tools.ts';
import type { ToolPolicy } from '../../core/tools.ts';
import type { AgentResources } from './resources.ts';

/** The names of all tools that an agent may call. */
export function toolNames({
  tools,
  memory,
  steps,
}: Pick<AgentResources, 'tools' | 'memory' | 'steps'>): string[] {
  const registered = offeredTools({ tools }).map((tool) => tool.name);
  return [
    ...(steps?.names ?? []),
    ...registered,
    ...(memory ? memoryTools.map((tool) => tool.name) : []),
  ];
}

/** Whether an agent may call something of that name. */
export function isOffered(resources: AgentResources, name: string): boolean {
  return toolNames(resources).includes(name);
}

/** How the tool of that name is run; `undefined`: the agent has none. */
export function policyFor(
  resources: Pick<AgentResources, 'tools'>,
  name: string,
): ToolPolicy | undefined {
  return offeredTools(resources).find((tool) => tool.name === name);
}

/** The name of the tool that is meant, where it is spelled differently. */
export function meantTool(resources: AgentResources, name: string): string {
  return meantOf(name, toolNames(resources)) ?? name;
}

/** Whether an agent's spec means this tool: by its name, or as one of a server. */
export function isNamed(written: string, name: string, policy: ToolPolicy | undefined): boolean {
  const { from } = policy ?? {};
  if (from === undefined) return written === name;
  return written === `mcp:${from.server}/${from.tool}` || written === `mcp:${from.server}/*`;
}

/** All but those of servers that have gone. */
function offeredTools({ tools }: Pick<AgentResources, 'tools'>): ToolPolicy[] {
  const gone = tools?.gone ?? [];
  return (tools?.tools ?? []).filter(
    ({ from }) => from === undefined || !gone.includes(from.server),
  );
}
