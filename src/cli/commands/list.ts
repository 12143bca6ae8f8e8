import { kindNames } from '../../core/kinds/registry.ts';
import { studioLink } from '../../core/studio-link.ts';
import { type Command, ExitStatus, readingFlags, type ReadingOptions } from '../command.ts';

interface ListCommandOptions extends ReadingOptions {
  status?: string;
  kind?: string;
  user?: string;
  name?: string;
  waiting?: boolean;
  limit?: string;
  after?: string;
}

const statuses = ['running', 'completed', 'failed', 'cancelled', 'terminated', 'timedOut'];

/** `list`: the runs that there are. No run goes on by it. */
export const list: Command<ListCommandOptions> = {
  name: 'list',
  does: 'list the runs, the newest first',
  alsoTried: ['ls', 'ps', 'runs', 'status', 'history'],
  flags: [
    {
      name: 'status',
      value: 'status',
      does: `only those that are ${statuses.join(', ')}`,
      oneOf: statuses,
    },
    {
      name: 'kind',
      value: 'kind',
      does: `only those of a kind: ${kindNames.join(', ')}`,
    },
    { name: 'user', value: 'id', does: 'only those that share the context of a user' },
    { name: 'name', value: 'name', does: 'only those whose step has this name' },
    { name: 'waiting', does: 'only those in which a question waits for a person' },
    { name: 'limit', value: 'number', does: 'so many at most; default 20' },
    { name: 'after', value: 'cursor', does: "only those behind the 'next' of a list before" },
    ...readingFlags,
  ],
  examples: ['list', 'list --status running --json'],
  async run({ status, kind, user, name, waiting, limit, after, ...options }, context) {
    const [place, { pageRuns, readListOptions }, { listAnswer }] = await Promise.all([
      import('../place/open-reader.ts'),
      import('../../client/runs/list-runs.ts'),
      import('../render/list.ts'),
    ]);
    const wanted = readListOptions({
      ...(status !== undefined && { status: status as never }),
      ...(kind !== undefined && { kind: kind as never }),
      ...(user !== undefined && { user }),
      ...(name !== undefined && { name }),
      ...(waiting !== undefined && { waiting }),
      ...(limit !== undefined && { limit: Number(limit) }),
      ...(after !== undefined && { after }),
    });
    const found = await place.findReadingPlace(options);
    if (!(await place.wasUsed(found))) {
      await context.output.answer(listAnswer({ runs: [], next: null }, () => null));
      return ExitStatus.success;
    }
    const client = await place.openReader(found, options, context);
    try {
      const page = await pageRuns(client, wanted);
      const base = client.studio?.() ?? null;
      await context.output.answer(listAnswer(page, (id) => studioLink(base, id)));
      return ExitStatus.success;
    } finally {
      await place.closePlace(client, context);
    }
  },
};
