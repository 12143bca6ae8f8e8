import { about } from './about.ts';
import { agUi } from './ag-ui/index.ts';
import type { Door } from './door.ts';
import { mcp } from './mcp/index.ts';
import { runs } from './runs.ts';

/** What is served, in this order. */
export const doors: readonly Door[] = [runs, mcp, agUi, about];
