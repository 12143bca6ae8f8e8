import type { Text } from '../../../core/content.ts';
import { Failure } from '../../../core/failures.ts';
import { patternResult } from '../../../core/kinds/results.ts';
import * as choices from '../../../core/kinds/route/choice.ts';
import { chooserOf } from '../../../core/kinds/route/chooser.ts';
import { chooseElement, routeElement } from '../../../core/kinds/route/paths.ts';
import { choose as choosePrompt } from '../../../core/kinds/route/prompts.ts';
import type { Chosen, RouteResult, RouteSpec } from '../../../core/kinds/route/types.ts';
import { type Outcome, spendingOf, type StepError } from '../../../core/results.ts';
import { addSpending, nothingSpent, type Spending } from '../../../core/usage.ts';
import { jsonOf } from '../../runtime/read-reply.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import { checkedPattern, workflowOf } from '../../workflow-of.ts';

/** One step is chosen, and does the whole work: what it says is the answer. */
async function takeRoute(spec: RouteSpec, input: Text, ctx: StepContext): Promise<RouteResult> {
  const { identity } = ctx;
  const { chosen, spent } = await choose(spec, input, ctx);
  if (!chosen.ok) {
    const nothing = { route: null, reason: null, result: null };
    return patternResult('route', identity, { spent, ended: chosen.error }, nothing);
  }
  const { route, reason } = chosen.value;
  ctx.tell({ type: 'route.chosen', route, reason });
  const step = route === null ? spec.otherwise : (spec.routes[route]?.step ?? null);
  if (step === null) {
    const parts = { route, reason, result: null };
    return patternResult('route', identity, { spent, ended: noneChosen(spec, reason) }, parts);
  }
  const result = await ctx.step(step, input, { path: routeElement(route) });
  const all = addSpending([spent, spendingOf(result)]);
  const ended = result.error ?? result.content ?? '';
  return patternResult('route', identity, { spent: all, ended }, { route, reason, result });
}

interface Choice {
  chosen: Outcome<Chosen>;
  spent: Spending;
}

async function choose(spec: RouteSpec, input: Text, ctx: StepContext): Promise<Choice> {
  const by = chooserOf(spec);
  const names = Object.keys(spec.routes);
  const options = { path: chooseElement, timeout: spec.choosingTimeout };
  if (choices.isFunction(by)) {
    const form = choices.choiceOfFunction(names);
    const chosen = await ctx.call(by.function, input, { ...options, form });
    return { chosen, spent: nothingSpent };
  }
  const output = choices.choiceJsonSchema(names, spec.otherwise !== null);
  const read = jsonOf(choices.choiceReply(names));
  const prompt = choosePrompt(input, spec);
  const { result, value } = await ctx.ask({ ...by, output }, prompt, { ...options, read });
  const spent = spendingOf(result);
  if (value !== null) return { chosen: { ok: true, value }, spent };
  return { chosen: { ok: false, error: result.error ?? noReply(by.name) }, spent };
}

function noReply(agentName: string): StepError {
  const message = `'${agentName}' chose no route`;
  return { type: Failure.replyUnusable, message, agentName, retryable: true };
}

function noneChosen({ name, routes }: RouteSpec, reason: string | null): StepError {
  const why = reason === null || reason === '' ? '' : ` (${reason})`;
  const names = Object.keys(routes).join(', ');
  return {
    type: Failure.noneChosen,
    message: `'${name}': no route was chosen${why}; there are ${names}. Add the route that is missing, or say in 'otherwise' what is done then`,
    retryable: false,
  };
}

/** The workflow of a route. */
export const route = workflowOf('route', takeRoute);

/** Runs a route in a user's own workflow. */
export const runRoute = checkedPattern('route', takeRoute);
