import type { AgentSpec } from '../agent/types.ts';
import { madeAgent } from '../made-agent.ts';
import type { Step } from '../step.ts';
import { routerRole } from './roles.ts';
import type { RouteFunction, RouteSpec } from './types.ts';

/** Who chooses: an agent, made where none is given, or a registered function. */
export function chooserOf(spec: RouteSpec): AgentSpec | RouteFunction {
  return spec.by ?? madeAgent(stepsOf(spec), routerRole);
}

/** Every step that may be done, in order. */
function stepsOf({ routes, otherwise }: RouteSpec): Step[] {
  const steps = Object.values(routes).map(({ step }) => step);
  return otherwise === null ? steps : [...steps, otherwise];
}
