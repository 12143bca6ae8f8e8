import { splitPath } from './step-path.ts';

/**
 * The page of a run in the studio.
 *
 * @param base address of the studio; `null`: none is known
 * @param id of the run, or `RUN/PATH` of a step in it
 */
export function studioLink(base: string | null, id: string): string | null {
  if (base === null) return null;
  const place = splitPath(id).map(encodeURIComponent).join('/');
  return `${base.replace(/\/+$/, '')}/#/runs/${place}`;
}
