import type { ChangeContent } from '../../client/memory/checked-change.ts';
import type { ServerClient } from '../../client/runs/server-client.ts';
import {
  type FactChange,
  type FactValue,
  type MergeRule,
  mergeRules,
} from '../../core/user-context.ts';
import {
  type Command,
  type CommandContext,
  ExitStatus,
  readingFlags,
  type ReadingOptions,
} from '../command.ts';

interface UserOptions extends ReadingOptions {
  id: string;
}

interface UserSetOptions extends UserOptions {
  key: string;
  /** JSON, or else a text. */
  value: string;
  merge?: MergeRule;
}

interface UserForgetOptions extends UserOptions {
  key?: string;
  all?: boolean;
}

const whose = { key: 'id', shown: 'id', does: 'the id of the user' };
const about = { key: 'key', shown: 'key', does: 'what the fact is about' };

/** `user show ID`: what is known of a user. */
export const userShow: Command<UserOptions> = {
  name: 'user show',
  does: 'show what is known about a user, and who set it',
  alsoTried: ['list', 'get', 'facts'],
  takes: [whose],
  flags: readingFlags,
  examples: ['user show phil', 'user show phil --json'],
  run: (options, context) => withUser(options, context),
};

/** `user set ID KEY VALUE`: sets a fact, by the field's rule or a new one. */
export const userSet: Command<UserSetOptions> = {
  name: 'user set',
  does: 'set a fact, merged by the rule of its field',
  alsoTried: ['add', 'put', 'remember', 'append', 'increment'],
  takes: [
    whose,
    about,
    { key: 'value', shown: 'value', does: 'JSON, or else a text', mayBeEmpty: true },
  ],
  flags: [
    {
      name: 'merge',
      value: 'rule',
      does: `the field's rule from now on: ${mergeRules.join(', ')}`,
      oneOf: mergeRules,
    },
    ...readingFlags,
  ],
  examples: ['user set phil name "Phil Smith"', 'user set phil visits 1 --merge increment'],
  async run({ key, value, merge = null, ...options }, context) {
    const content = { change: 'set', key, value: valueOf(value), merge } as const;
    return await withUser(options, context, content);
  },
};

/** `user forget ID KEY`, or everything with `--all`. */
export const userForget: Command<UserForgetOptions> = {
  name: 'user forget',
  does: 'delete a fact, or everything that is known about a user',
  alsoTried: ['delete', 'remove', 'rm', 'unset', 'clear'],
  takes: [whose, { ...about, optional: true }],
  flags: [{ name: 'all', does: 'everything' }, ...readingFlags],
  examples: ['user forget phil visits', 'user forget phil --all'],
  async run({ key, all = false, ...options }, context) {
    await refuseUnclear(options.id, key, all);
    return await withUser(options, context, { change: 'forget', key: key ?? null });
  },
};

async function refuseUnclear(id: string, key: string | undefined, all: boolean): Promise<void> {
  if ((key === undefined) === all) return;
  const { refuse } = await import('../input/refused-input.ts');
  throw refuse(
    all
      ? 'give a KEY or --all, not both'
      : `name the KEY to forget, or give --all to forget everything about '${id}'`,
  );
}

function valueOf(written: string): FactValue {
  try {
    return JSON.parse(written) as FactValue;
  } catch {
    return written;
  }
}

/**
 * Changes a user's context, and answers with what is known afterwards. No run goes on by it: what came
 * of the change is read from the history, and so no worker is needed.
 */
async function withUser(
  { id, ...options }: UserOptions,
  context: CommandContext,
  content?: ChangeContent,
): Promise<ExitStatus> {
  const [{ parseForm }, { userForm }, { checkedChange }] = await Promise.all([
    import('../../core/parse-form.ts'),
    import('../../core/fact-change.ts'),
    import('../../client/memory/checked-change.ts'),
  ]);
  const user = parseForm(userForm, id, 'the user');
  const change =
    content && checkedChange(content, { id: globalThis.crypto.randomUUID(), setBy: 'cli' });
  const reading = await import('../place/open-reader.ts');
  const place = await reading.findReadingPlace(options);
  const isEmpty = change === undefined && !(await reading.wasUsed(place));
  if (isEmpty) return await answerNothing(user, context);
  const client = await reading.openReader(place, options, context);
  try {
    await answerFacts(client, { user, change }, context);
    return ExitStatus.success;
  } finally {
    await reading.closePlace(client, context);
  }
}

async function answerNothing(user: string, { output }: CommandContext): Promise<ExitStatus> {
  const { userAnswer } = await import('../render/user.ts');
  await output.answer(userAnswer(user, []));
  return ExitStatus.success;
}

async function answerFacts(
  client: ServerClient,
  { user, change }: { user: string; change: FactChange | undefined },
  { output }: CommandContext,
): Promise<void> {
  const [{ readRecordedContext }, { refusedChange }, { sendChange }, { userAnswer }] =
    await Promise.all([
      import('../../client/memory/recorded-context.ts'),
      import('../../client/memory/checked-change.ts'),
      import('../../client/memory/user-contexts.ts'),
      import('../render/user.ts'),
    ]);
  if (change !== undefined) await sendChange(client, user, change);
  const { facts, outcomeOf } = await readRecordedContext(client.temporal, user);
  const outcome = change && outcomeOf(change.id);
  if (outcome?.state === 'refused') throw refusedChange(user, outcome.reason);
  await output.answer(userAnswer(user, facts));
}
