/** A text as it is written, which scrolls where it is long: also for who has nothing but keys. */
export function LongText({ text, label }: { text: string; label: string }) {
  return (
    <pre class="as-written" tabIndex={0} role="region" aria-label={label}>
      {text}
    </pre>
  );
}
