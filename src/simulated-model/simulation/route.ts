import { noRoute } from '../../core/kinds/route/choice.ts';
import { choiceIn } from '../../core/kinds/route/prompts.ts';
import { enumOf, type Form, schemaAt } from './form.ts';
import { keyPhrases } from './key-phrases.ts';

/**
 * The route that has most words of the request in its name and in what it is for; where none has any,
 * `none` if that may be chosen, else the first.
 */
export function simulatedRoute({ schema, prompt }: Form): object | undefined {
  const allowed = enumOf(schemaAt(schema, 'route'));
  const [first] = allowed;
  if (first === undefined) return undefined;
  const { request, routes } = choiceIn(prompt);
  const asked = wordsOf(request);
  const ranked = routes
    .filter(({ name }) => allowed.includes(name))
    .map(({ name, when }) => ({ name, shared: shared(wordsOf(`${name} ${when}`), asked) }))
    .toSorted((one, other) => other.shared.length - one.shared.length);
  const [best] = ranked;
  if (best !== undefined && best.shared.length > 0)
    return { reason: `Simulated choice: it is about ${best.shared.join(', ')}.`, route: best.name };
  const route = allowed.includes(noRoute) ? noRoute : first;
  return { reason: 'Simulated choice: no route has a word of the request.', route };
}

function shared(of: ReadonlySet<string>, asked: ReadonlySet<string>): string[] {
  return [...of].filter((word) => asked.has(word)).slice(0, 3);
}

/** The words that carry a text, a plural like its singular. */
function wordsOf(text: string): Set<string> {
  const words = keyPhrases(text, 200).flatMap((phrase) => phrase.split(' '));
  return new Set(words.map((word) => word.toLowerCase().replace(/s$/, '')));
}
