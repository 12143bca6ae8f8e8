import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { memo } from '../parts/memo.ts';
import { inBudget, inBudgetUnseen, whenThereIsTime } from './budget.ts';
import { whenNearScreen } from './near-screen.ts';
import { renderMarkdown } from './nodes.tsx';
import { isParsed, parseMarkdown, parseOnce } from './parse.ts';
import { piecesOf } from './pieces.ts';

/** What somebody wrote, as Markdown; what still grows is drawn as it comes. */
export const Prose = memo(({ text, growing = false }: { text: string; growing?: boolean }) => {
  const pieces = useMemo(() => piecesOf(text), [text]);
  const isSeen = useRef(growing).current; // who has seen it grow does not see it change back
  return (
    <div class="prose" dir="auto">
      {pieces.map((piece, index) =>
        growing && index === pieces.length - 1 ? (
          <GrowingPiece key={index} {...piece} />
        ) : (
          <WholePiece key={index} {...piece} isSeen={isSeen} />
        ),
      )}
    </div>
  );
});

interface PieceProps {
  text: string;
  isTame: boolean;
}

/** As plain text at first, which a search in the page finds; as Markdown once it comes near what is seen. */
const WholePiece = memo(({ text, isTame, isSeen }: PieceProps & { isSeen: boolean }) => {
  const place = useRef<HTMLDivElement>(null);
  const [, draw] = useState({});
  const parse = isSeen ? inBudget : inBudgetUnseen;
  const isReady = isTame && (isParsed(text) || parse(() => parseMarkdown(text)));
  useEffect(() => {
    if (isReady || !isTame || place.current === null) return;
    return whenSeen(place.current, () => {
      parseMarkdown(text);
      draw({});
    });
  }, [text, isReady, isTame]);
  const shown = useMemo(
    () => (isReady ? renderMarkdown(parseMarkdown(text)) : text),
    [text, isReady],
  );
  return (
    <div ref={place} class={isReady ? 'piece' : 'piece as-written'}>
      {shown}
    </div>
  );
});

/** What is drawn of a turn while it is said. */
function GrowingPiece({ text, isTame }: PieceProps) {
  return (
    <div class={isTame ? 'piece' : 'piece as-written'}>
      {isTame ? renderMarkdown(parseOnce(text)) : text}
    </div>
  );
}

/** Does it when the element comes near the screen and a frame has time; what it returns takes it back. */
function whenSeen(element: Element, work: () => void): () => void {
  const asked: (() => void)[] = [];
  const leave = whenNearScreen(element, () => {
    leave();
    asked.push(whenThereIsTime(work));
  });
  return () => {
    leave();
    for (const forget of asked) forget();
  };
}
