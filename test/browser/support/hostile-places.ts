import { hostileId, hostileThread, hostileUser } from './hostile-runs.ts';
import { hostileName } from './hostile-text.ts';

/** What stands in a page: names, and texts of which the end is there too. */
export interface Placed {
  names: string[];
  texts: string[];
}

/** What stands in the pages of a run, by its tabs. */
export const inRuns: Record<string, Record<string, Placed>> = {
  supervised: {
    conversation: {
      names: ['run name', 'user', 'worker', 'id of supervised'],
      texts: [
        ...['input', 'task', 'reply of worker', 'reply of synthesizer'],
        ...['satisfied', 'progress', 'in a loop', 'missing'],
      ],
    },
    timeline: { names: ['worker', 'planner', 'synthesizer'], texts: [] },
    costs: { names: ['worker', 'planner', 'synthesizer'], texts: [] },
    input: { names: ['run name', 'user'], texts: ['input', 'context'] },
  },
  debated: {
    conversation: {
      names: ['first debater', 'second debater', 'why', 'moderator'],
      texts: ['position', 'reply of first debater', 'reply of moderator'],
    },
  },
  tooled: {
    conversation: {
      names: ['tooled', 'tool name', 'kept fact', 'substituted model'],
      texts: [
        ...['before the tools', 'tool arguments', 'tool result', 'tool error'],
        ...['kept value', 'after the tools'],
      ],
    },
    timeline: { names: ['tooled', 'tool name'], texts: [] },
    input: { names: ['thread', 'user'], texts: ['role'] },
  },
  failed: {
    conversation: { names: ['failing', 'other', 'error'], texts: ['reply of other'] },
  },
  answered: {
    conversation: {
      names: ['person', 'answered by', 'asking'],
      texts: [
        ...['answered question', 'answer', 'template', 'said before it asks'],
        ...['denial', 'after the denial'],
      ],
    },
  },
  questioned: {
    conversation: { names: ['assignee', 'choice'], texts: ['question'] },
  },
  approved: {
    conversation: { names: ['asking'], texts: ['said before it asks', 'tool arguments'] },
  },
};

/** The same for an address. */
export const idOf = (about: string) => encodeURIComponent(hostileId(about));

/** The other pages. */
export const pages: (Placed & { page: string; hash: string })[] = [
  { page: 'of runs', hash: '', names: ['run name', 'id of supervised', 'person'], texts: [] },
  { page: 'of teams', hash: 'teams', names: ['team', 'broken team', 'description'], texts: [] },
  {
    page: 'of a team',
    hash: `start/${encodeURIComponent(hostileName('team'))}`,
    names: ['team', 'spec name'],
    texts: ['role', 'instructions'],
  },
  {
    page: 'of a start with changes',
    hash: `start?again=${idOf('answered')}`,
    names: ['run name', 'asking'],
    texts: ['input', 'context', 'template'],
  },
  {
    page: 'of the inbox',
    hash: 'inbox',
    names: ['assignee', 'asking', 'id of approved', 'choice', 'said before it asks'],
    texts: ['question', 'tool arguments'],
  },
  { page: 'of users', hash: 'users', names: ['user'], texts: [] },
  {
    page: 'of a user',
    hash: `users/${encodeURIComponent(hostileUser)}`,
    names: ['user', 'fact', 'kept fact', 'field', 'id of tooled'],
    texts: ['value', 'kept value', 'element'],
  },
  { page: 'of threads', hash: 'threads', names: ['thread', 'user'], texts: [] },
  {
    page: 'of a thread',
    hash: `threads/${encodeURIComponent(hostileThread)}`,
    names: ['thread', 'tooled'],
    texts: ['input', 'after the tools'],
  },
  { page: 'of locks', hash: 'locks', names: ['namespace', 'key', 'holder', 'waiter'], texts: [] },
];
