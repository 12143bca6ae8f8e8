import type { ComponentChildren } from 'preact';
import { memo } from '../parts/memo.ts';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { inBudget, whenThereIsTime } from './budget.ts';
import { whenNearScreen } from './near-screen.ts';
import { renderMarkdown } from './nodes.tsx';
import { isParsed, longestParsed, parseMarkdown, parseOnce } from './parse.ts';
import { stableLength } from './stable-part.ts';

/** What somebody wrote, as Markdown; what still grows is drawn as it comes. */
export const Prose = memo(({ text, growing = false }: { text: string; growing?: boolean }) => {
  if (growing && text.length <= longestParsed) return <GrowingProse text={text} />;
  return <WholeProse text={text} />;
});

/** As plain text at first, which a search in the page finds; as Markdown once it comes near what is seen. */
function WholeProse({ text }: { text: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [, draw] = useState({});
  const ready =
    isParsed(text) || (text.length <= longestParsed && inBudget(() => parseMarkdown(text)));
  useEffect(() => {
    if (ready || place.current === null) return;
    let forget = () => {};
    const leave = whenNearScreen(place.current, () => {
      forget();
      forget = whenThereIsTime(() => {
        parseMarkdown(text);
        draw({});
      });
    });
    return () => {
      leave();
      forget();
    };
  }, [text, ready]);
  const shown = useMemo(() => (ready ? renderMarkdown(parseMarkdown(text)) : text), [text, ready]);
  return (
    <div ref={place} class={ready ? 'prose' : 'prose as-written'} dir="auto">
      {shown}
    </div>
  );
}

function GrowingProse({ text }: { text: string }) {
  const stable = text.slice(0, stableLength(text));
  const before = useMemo((): ComponentChildren => renderMarkdown(parseMarkdown(stable)), [stable]);
  const tail = text.slice(stable.length);
  return (
    <div class="prose growing" dir="auto">
      {before}
      {tail.length < 2_000 ? renderMarkdown(parseOnce(tail)) : <p class="as-written">{tail}</p>}
    </div>
  );
}
