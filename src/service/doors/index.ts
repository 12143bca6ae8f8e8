import { about } from './about.ts';
import type { Door } from './door.ts';
import { runs } from './runs.ts';

/** What is served, in this order. */
export const doors: readonly Door[] = [runs, about];
