import { about } from './about.ts';
import { agUi } from './ag-ui/index.ts';
import type { Door } from './door.ts';
import { locks } from './locks.ts';
import { mcp } from './mcp/index.ts';
import { description } from './open-api.ts';
import { openai } from './openai/door.ts';
import { questions } from './questions.ts';
import { runs } from './runs.ts';
import { teams } from './teams.ts';
import { threads } from './threads.ts';
import { turns } from './turns.ts';
import { users } from './users.ts';

/** What is served, in this order. */
export const doors: readonly Door[] = [
  runs,
  turns,
  questions,
  teams,
  users,
  threads,
  locks,
  openai,
  mcp,
  agUi,
  about,
  description(() => doors),
];
