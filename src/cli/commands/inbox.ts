import { type Command, ExitStatus, readingFlags, type ReadingOptions } from '../command.ts';

interface InboxFlags extends ReadingOptions {
  assignee?: string;
  limit?: string;
}

/** `inbox`: the questions that wait for people, over all runs. No run goes on by it. */
export const inbox: Command<InboxFlags> = {
  name: 'inbox',
  does: 'list the questions that wait for people',
  alsoTried: ['questions', 'waiting', 'approvals', 'pending'],
  flags: [
    { name: 'assignee', value: 'NAME', does: 'only those for somebody' },
    { name: 'limit', value: 'number', does: 'so many at most, the oldest; default 100' },
    ...readingFlags,
  ],
  examples: ['inbox', 'inbox --assignee Ada --json'],
  async run({ assignee, limit, ...options }, context) {
    const [place, { inbox: read, readInboxOptions }, { inboxAnswer }] = await Promise.all([
      import('../place/open-reader.ts'),
      import('../../client/questions/inbox.ts'),
      import('../render/inbox.ts'),
    ]);
    const wanted = readInboxOptions({
      ...(assignee !== undefined && { assignee }),
      ...(limit !== undefined && { limit: Number(limit) }),
    });
    const found = await place.findReadingPlace(options);
    if (!(await place.wasUsed(found))) {
      await context.output.answer(inboxAnswer([]));
      return ExitStatus.success;
    }
    const client = await place.openReader(found, options, context);
    try {
      await context.output.answer(inboxAnswer(await read(client.temporal, wanted)));
      return ExitStatus.success;
    } finally {
      await place.closePlace(client, context);
    }
  },
};
