import { z } from 'zod';
import { threadSchema } from '../../core/kinds/agent/schema.ts';

/** No control characters: an id is shown and logged. Half a surrogate pair would not come back as it was given. */
const idSchema = z
  .string()
  .min(1, 'an id is needed')
  .max(500, 'an id has at most 500 characters')
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'an id has no line breaks and no control characters');

const authorSchema = z
  .string()
  .min(1, 'an author is needed')
  .max(200, 'an author has at most 200 characters')
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'an author has no line breaks and no control characters');

const messageSchema = z.strictObject({
  /** What makes the append repeatable. Default: a new one. Ids are of the whole store. */
  id: idSchema.optional(),
  /** Who says it. Default `user`. */
  author: authorSchema.default('user'),
  /** How a model sees it: said by the user, or by itself. Default `user`. */
  role: z.enum(['user', 'assistant'], "expected 'user' or 'assistant'").default('user'),
  content: z.string().min(1, 'a message needs content'),
  /** Workflow id of the run it is from. Default: none. */
  run: idSchema.nullable().default(null),
});

export const messagesSchema = z.array(messageSchema).max(10_000, 'at most 10,000 at a time');

const limitSchema = z
  .int()
  .min(1)
  .max(1_000, 'at most 1,000 at a time: go on from the last one')
  .default(100);

const sequenceSchema = z.int().min(0);

export const pageSchema = z
  .strictObject({
    /** From which end. Default `newest` with `before`, else `oldest`. */
    order: z.enum(['oldest', 'newest'], "expected 'oldest' or 'newest'").optional(),
    /** Only messages with a greater number. */
    after: sequenceSchema.optional(),
    /** Only messages with a smaller number. */
    before: sequenceSchema.optional(),
    /** 1 to 1,000. Default 100. */
    limit: limitSchema,
  })
  .transform(({ order, before, ...rest }) => ({
    ...rest,
    before,
    order: order ?? (before === undefined ? ('oldest' as const) : ('newest' as const)),
  }));

/** A moment: a `Date`, or ISO 8601 with a time zone; a day alone is its beginning in UTC. */
const momentSchema = z
  .union(
    [z.date(), z.iso.datetime({ offset: true }), z.iso.date()],
    "expected a Date or a time such as '2026-11-25T09:30:00Z'",
  )
  .transform((value) => new Date(value).toISOString());

export const searchSchema = z.strictObject({
  thread: threadSchema.optional(),
  author: authorSchema.optional(),
  /** From then on. */
  since: momentSchema.optional(),
  /** Before then. */
  until: momentSchema.optional(),
  /** A part of the content; A to Z are the same as a to z. */
  text: z.string().min(1, 'an empty text is in every message').optional(),
  /** 1 to 1,000. Default 100. */
  limit: limitSchema,
  /** `next` of the page before. */
  after: z.string().optional(),
});

/** A message to be appended. */
export type MessageInput = z.input<typeof messageSchema>;

/** Which part of a thread is read. */
export type PageOptions = z.input<typeof pageSchema>;

/** What is looked for; everything that is given has to hold. */
export type SearchOptions = z.input<typeof searchSchema>;
