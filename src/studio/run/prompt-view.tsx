import { JsonView } from '../parts/json-view.tsx';
import { LongText } from '../parts/long-text.tsx';

interface Part {
  role: string;
  text: string;
}

/** A request to a model: its messages one under the other, and all of it as JSON. */
export function PromptView({ request }: { request: unknown }) {
  const parts = partsOf(request);
  return (
    <>
      {parts.map(({ role, text }, index) => (
        <section key={index} class="prompt-part" aria-label={role}>
          <h4>{role}</h4>
          <LongText text={text} label={`Text, ${role}`} />
        </section>
      ))}
      <details class="more" open={parts.length === 0}>
        <summary>The whole request as JSON</summary>
        <JsonView
          text={typeof request === 'string' ? request : JSON.stringify(request)}
          label="Request"
        />
      </details>
    </>
  );
}

/** The messages of a request, whichever of the providers' forms it has. */
function partsOf(request: unknown): Part[] {
  if (typeof request !== 'object' || request === null) return [];
  const { system, instructions, messages, input } = request as Record<string, unknown>;
  const first = system ?? instructions;
  const listed = [messages, input].find((each) => Array.isArray(each)) ?? [];
  return [
    ...(first === undefined || first === null ? [] : [{ role: 'system', text: textOf(first) }]),
    ...(typeof input === 'string' ? [{ role: 'user', text: input }] : []),
    ...(listed as unknown[]).map(partOf),
  ];
}

function partOf(message: unknown): Part {
  if (typeof message !== 'object' || message === null) return { role: '', text: textOf(message) };
  const { role, type, content, ...more } = message as Record<string, unknown>;
  return {
    role: typeof role === 'string' ? role : typeof type === 'string' ? type : '',
    text: content === undefined ? textOf(more) : textOf(content),
  };
}

/** A content as text: a text, or blocks with a `text`; everything else as JSON. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(textOf).join('\n\n');
  if (typeof content === 'object' && content !== null && 'text' in content)
    return textOf(content.text);
  return JSON.stringify(content, null, 2);
}
