import type { ComponentType } from 'preact';
import type { Route } from '../shell/router.ts';
import { InboxPage } from './inbox/inbox-page.tsx';
import { LocksPage } from './locks/locks-page.tsx';
import { RunsPage } from './runs/runs-page.tsx';
import { StartPage } from './start/start-page.tsx';
import { TeamsPage } from './teams/teams-page.tsx';
import { ThreadsPage } from './threads/threads-page.tsx';
import { UsersPage } from './users/users-page.tsx';

interface Page {
  title: string;
  page: ComponentType<{ route: Route }>;
}

/** The pages there are, by the first word of their address. */
export const pages: Readonly<Record<string, Page | undefined>> = {
  runs: { title: 'Runs', page: RunsPage },
  teams: { title: 'Start', page: TeamsPage },
  start: { title: 'Start', page: StartPage },
  inbox: { title: 'Inbox', page: InboxPage },
  users: { title: 'Users', page: UsersPage },
  threads: { title: 'Threads', page: ThreadsPage },
  locks: { title: 'Locks', page: LocksPage },
};
