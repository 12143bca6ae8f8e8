import { useEffect, useState } from 'preact/hooks';

/** How many of many things are drawn so far: more with each frame, so that no frame is long. */
export function useProgress(total: number, perFrame: number): number {
  const [shown, show] = useState(perFrame);
  useEffect(() => {
    if (shown >= total) return;
    const frame = requestAnimationFrame(() => show(shown + perFrame));
    return () => cancelAnimationFrame(frame);
  }, [shown, total, perFrame]);
  return Math.min(shown, total);
}
