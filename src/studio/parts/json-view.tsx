/** JSON for people: indented where it is sound, and else as it is written. */
export function JsonView({ text, label }: { text: string; label: string }) {
  return (
    <pre class="json" tabIndex={0} role="region" aria-label={label}>
      <code>{indented(text)}</code>
    </pre>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
