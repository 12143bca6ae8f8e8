import { aString, type Form, objectOf, orNull } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';
import { meantOf } from '../../meant.ts';
import { didYouMean } from '../../nearest.ts';
import { orList } from '../../or-list.ts';
import type { AgentSpec } from '../agent/types.ts';
import type { Chosen, RouteFunction } from './types.ts';

/** What a chooser says where no route fits. */
export const noRoute = 'none';

/** The title of the JSON Schema of a chooser's reply. */
export const routeTitle = 'Route';

/** The JSON Schema of an agent's choice: one of the routes, or `none` where there is another way. */
export function choiceJsonSchema(routes: readonly string[], hasOther: boolean): JsonSchema {
  return {
    title: routeTitle,
    ...closed({
      reason: { type: 'string', description: 'Why this route fits best, in a sentence' },
      route: { type: 'string', enum: hasOther ? [...routes, noRoute] : [...routes] },
    }),
  };
}

const replyForm = objectOf({ reason: aString, route: aString });
const givenForm = objectOf({ reason: orNull(aString), route: orNull(aString) });

/** An agent's choice, the route under the name that is meant. */
export function choiceReply(routes: readonly string[]): Form<Chosen> {
  return (value, path) => {
    const read = replyForm(value, path);
    return read.ok ? known(read.value, routes) : read;
  };
}

/** What a function may return: a name, `{route, reason}`, or `null` for none. */
export function choiceOfFunction(routes: readonly string[]): Form<Chosen> {
  return (value, path) => {
    const isName = value === null || typeof value === 'string';
    const given = isName ? { route: value } : value;
    const whole =
      typeof given === 'object' && given !== null ? { reason: null, route: null, ...given } : given;
    const read = givenForm(whole, path);
    return read.ok ? known(read.value, routes) : read;
  };
}

function known({ route, reason }: Chosen, routes: readonly string[]): ReturnType<Form<Chosen>> {
  const meant = route === null ? noRoute : meantOf(route, [...routes, noRoute]);
  if (meant !== undefined)
    return { ok: true, value: { route: meant === noRoute ? null : meant, reason } };
  const near = didYouMean(route ?? '', routes);
  const names = orList([...routes, noRoute].map((name) => `'${name}'`));
  return { ok: false, problems: [`there is no route '${route}'${near}: it has to be ${names}`] };
}

export function isFunction(by: AgentSpec | RouteFunction): by is RouteFunction {
  return 'function' in by;
}
