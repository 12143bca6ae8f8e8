import { about } from './about.ts';
import type { Door } from './door.ts';
import { locks } from './locks.ts';
import { description } from './open-api.ts';
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
  about,
  description(() => doors),
];
