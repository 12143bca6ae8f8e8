/** What somebody does who wants to be somewhere else. */
const moves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/**
 * Goes to where something stands, out of whatever it is folded into, and stays there while what is above
 * it still comes in and is drawn: until somebody moves, or what this returns is called.
 */
export function stayAt(element: HTMLElement): () => void {
  for (let fold = foldAround(element); fold !== null; fold = foldAround(fold)) fold.open = true;
  const go = () => element.scrollIntoView({ block: 'start' });
  const drawn = new ResizeObserver(go);
  const leave = () => {
    drawn.disconnect();
    for (const move of moves) removeEventListener(move, leave, { capture: true });
  };
  go();
  drawn.observe(document.body);
  for (const move of moves) addEventListener(move, leave, { capture: true, passive: true });
  return leave;
}

function foldAround(element: HTMLElement): HTMLDetailsElement | null {
  return element.parentElement?.closest('details') ?? null;
}
