import type { RunHandle } from '../../client/runs/run-handle.ts';
import { type Service, studioLink } from '../service.ts';

/** Where a run can be looked at. */
export function linksOf(service: Service, { id, url }: Pick<RunHandle, 'id' | 'url'>) {
  return { id, url, studio: studioLink(service, id) };
}
