import type { RouteView } from '../../../kinds/route/view.ts';
import { code, inline } from '../safe-markdown.ts';
import type { WriteKind } from '../writer.ts';

export const route: WriteKind<RouteView> = (_, own, writer) => {
  const { ways, choice, chosen, taken } = own;
  const lines = ways.map(({ name, when, path }) => {
    const what = when === null ? '' : `: ${inline(when)}`;
    return `- [${path === taken ? 'x' : ' '}] ${code(name)}${what}`;
  });
  const why = chosen?.reason ? [`_${inline(chosen.reason)}_`] : [];
  const which = chosen !== null && chosen.route === null ? ['_No route was chosen._'] : [];
  return [
    writer.heading('Choice'),
    lines.join('\n'),
    ...which,
    ...why,
    ...(chosen === null ? writer.said(choice) : []),
    ...(taken === null ? [] : writer.step(taken)),
  ];
};
