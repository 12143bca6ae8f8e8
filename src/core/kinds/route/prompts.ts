import { escapeString, escapeText, join, type Text } from '../../content.ts';
import { element, elementsIn } from '../../elements.ts';
import { requestTag } from '../supervisor/prompts.ts';
import { noRoute } from './choice.ts';
import type { RouteSpec } from './types.ts';

/** Between tags of this name stands what a route is for. */
const routeTag = 'route';

/** Asks which way a request goes. */
export function choose(request: Text, { routes, otherwise }: RouteSpec): Text {
  const lines = Object.entries(routes).map(([name, { when }]) =>
    element(routeTag, escapeString(when, 'xml'), { name }),
  );
  const none = otherwise === null ? '' : ` If none of them fits, choose '${noRoute}'.`;
  return join(
    'The request:\n',
    element(requestTag, escapeText(request, 'xml')),
    `\n\nThe routes, and what each is for:\n${lines.join('\n')}`,
    `\n\nChoose the route that fits the request best.${none} Do not deal with the request. Give the reason first, then the name of the route.`,
  );
}

/** What a prompt for a choice asks: the request, and the routes with what each is for. */
export function choiceIn(prompt: string) {
  const routes = elementsIn(prompt, routeTag).map(({ attributes, content }) => ({
    name: attributes['name'] ?? '',
    when: content,
  }));
  return { request: elementsIn(prompt, requestTag)[0]?.content ?? '', routes };
}
