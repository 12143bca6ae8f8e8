import { useEffect, useRef } from 'preact/hooks';
import { useRun } from './run-context.ts';
import { stayAt } from './stay-at.ts';

/** Where a step stands in the page: where the address names it, the page goes there. */
export function useTarget<E extends HTMLElement>(path: string | null) {
  const { target } = useRun();
  const place = useRef<E>(null);
  const isTarget = target !== '' && target === path;
  useEffect(() => {
    if (isTarget && place.current !== null) return stayAt(place.current);
  }, [isTarget]);
  return { place, isTarget };
}
