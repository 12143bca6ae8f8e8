import type { ViewNode } from './types.ts';

/** Who, or what, a step is: by the name in its spec where its place in the run is all that it is called by. */
export function nameOf({ who, element, spec }: ViewNode): string {
  return who === element && spec !== null && element !== '' ? spec.name : who;
}
