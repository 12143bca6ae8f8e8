import type { Fact } from '../user-context.ts';
import { inline } from './markdown.ts';
import { beginningOf } from '../unicode.ts';

/** Rows of the table at most, and characters of a value. */
const most = { rows: 50, characters: 120 } as const;

/** The facts changed last, as the Markdown table that the Web UI shows. */
export function factsDetails(facts: readonly Fact[]): string {
  if (facts.length === 0) return 'Nothing is known.';
  const rows = facts
    .slice(-most.rows)
    .toReversed()
    .map((fact) => {
      const cells = [fact.key, shown(fact), fact.merge, fact.setBy, fact.run ?? '', fact.at];
      return `| ${cells.map(inline).join(' | ')} |`;
    });
  const more = facts.length - rows.length;
  const rest = more > 0 ? ['', `and ${more} that were changed before these`] : [];
  const head = ['| key | value | merge | set by | run | at |', '|---|---|---|---|---|---|'];
  return [...head, ...rows, ...rest].join('\n');
}

function shown({ value }: Fact): string {
  const text = typeof value === 'string' ? value : listTail(value);
  return text.length <= most.characters ? text : `${beginningOf(text, most.characters - 1)}…`;
}

/** A long list is not written out for the few entries that are shown. */
function listTail(value: Fact['value']): string {
  if (!Array.isArray(value) || value.length <= 5) return JSON.stringify(value);
  return `${value.length} entries, the last ones: ${JSON.stringify(value.slice(-5))}`;
}
