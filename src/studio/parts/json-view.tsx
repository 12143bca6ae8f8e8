import { visible, visibleJson } from '../../core/visible.ts';

/**
 * JSON for people: indented where it is sound, and else as it is written. What would turn the direction
 * of a text is shown as an escape: people allow calls by what they read here.
 */
export function JsonView({ text, label }: { text: string; label: string }) {
  return (
    <pre class="json" tabIndex={0} role="region" aria-label={label}>
      <code>{indented(text)}</code>
    </pre>
  );
}

function indented(text: string): string {
  try {
    return visibleJson(JSON.stringify(JSON.parse(text), null, 2));
  } catch {
    return visible(text);
  }
}
