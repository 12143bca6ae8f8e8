import type { Text } from '../core/content.ts';
import { replyText } from '../core/reply.ts';
import type { ModelCall } from '../core/model-call.ts';
import { cutHere, leftOut, noteTaker } from '../core/prompts/thread.ts';
import {
  beginningOf,
  type Measured,
  type MeasuredCut,
  type OpenedThread,
  type ThreadWindow,
} from '../core/thread-window.ts';
import type { ProviderMessage } from './providers/provider.ts';
import type { Store } from './store/open-store.ts';
import type { ThreadCut } from './store/thread-cuts.ts';
import type { Message } from './store/thread-messages.ts';
import { writeParts } from './thread-parts.ts';
import type { ThreadRequest } from './thread-request.ts';
import { firstTokens, tokenFactor, tokensOf } from './tokens.ts';
import { writeWindow } from './written-thread.ts';

export interface ThreadActivities {
  /**
   * Fixes what a step sees of its thread, before its first call: all messages that are there now,
   * or, where these are over the budget, the last of them. What is to be summed up is written down
   * for the calls that do it.
   */
  openThread(request: ThreadRequest): Promise<OpenedThread>;
  /**
   * Keeps a summary of the thread up to a message for the prompts of later runs. Where another run
   * was first, its summary stands. One of over a quarter of the budget is cut, and says so.
   *
   * @throws `Message.Missing` when the summary is not in this worker's store
   */
  keepSummary(kept: ThreadRequest & { upTo: number; summary: string }): Promise<Text>;
}

export function createThreadActivities({ store }: { store: Store }): ThreadActivities {
  return {
    async openThread(request) {
      const opened = await openThread(store, request);
      if (!request.written) return opened;
      return { ...opened, written: await writeWindow(store, request, opened.window) };
    },
    keepSummary: (kept) => keepSummary(store, kept),
  };
}

/** Tokens that a provider adds to a message, and those of the note about what is left out. */
const messageTokens = 4;
const noteTokens = 30;

async function openThread(store: Store, request: ThreadRequest): Promise<OpenedThread> {
  const { name, tokens: budget, overflow } = request;
  const { recent, whole, upTo } = await readRecent(store, request);
  const cuts = (await store.threads.cutsFrom(name, (recent[0]?.sequence ?? 1) - 1))
    .filter(({ summary }) => overflow === 'trim' || summary !== null)
    .map((cut) => (overflow === 'trim' ? { ...cut, summary: null } : cut));
  const measured: MeasuredCut[] = [];
  for (const cut of cuts) {
    measured.push({ upTo: cut.upTo, tokens: await tokensOfCut(cut, request) });
  }
  const from = beginningOf({ budget, recent, whole, cuts: measured });
  const window = { name, from, upTo, omitted: from - 1, summarised: 0, summary: null };
  if (from === 1) return { window, work: null };
  const known = cuts.find((cut) => cut.upTo === from - 1);
  if (known !== undefined) return { window: withSummary(window, known), work: null };
  return await cutAnew(store, request, window);
}

/** The thread's last messages, up to the first that is over the budget. */
async function readRecent({ threads }: Store, { name, tokens, step, ...model }: ThreadRequest) {
  const factor = tokenFactor(model);
  const newest: Measured[] = [];
  let upTo = 0;
  let sum = 0;
  for await (const page of threads.pages(name, { order: 'newest' })) {
    upTo ||= page[0]?.sequence ?? 0;
    for (const { id, sequence, role, content } of page) {
      if (isOwn(id, step)) continue;
      const size = messageTokens + (await tokensOf(content, factor));
      newest.push({ sequence, role, tokens: size });
      sum += size;
    }
    if (sum > tokens) return { recent: newest.toReversed(), whole: false, upTo };
  }
  return { recent: newest.toReversed(), whole: true, upTo };
}

function isOwn(id: string, step: string): boolean {
  return id.startsWith(`${step}#`);
}

async function tokensOfCut({ summary }: ThreadCut, request: ThreadRequest): Promise<number> {
  if (summary === null) return noteTokens;
  return noteTokens + (await tokensOf(summary.content, tokenFactor(request)));
}

/** The window with the summary of a cut at its beginning, or of an earlier one. */
function withSummary(window: ThreadWindow, { upTo, summary }: ThreadCut): ThreadWindow {
  if (summary === null) return window;
  return { ...window, summarised: upTo, summary: replyText(summary) };
}

/** Until the summary of all that is left out is there, the last one that there is stands for a part. */
async function cutAnew(
  store: Store,
  request: ThreadRequest,
  window: ThreadWindow,
): Promise<OpenedThread> {
  const { name, omitted } = window;
  if (request.overflow === 'trim') {
    await store.threads.cut(name, omitted, null);
    return { window, work: null };
  }
  const last = await store.threads.lastSummary(name, omitted);
  const parts = await writeParts(store, request, { from: (last?.upTo ?? 0) + 1, upTo: omitted });
  const base = last === undefined ? window : withSummary(window, last);
  return { window: base, work: parts.length === 0 ? null : { previous: base.summary, parts } };
}

/** A summary is a quarter of the budget at most. */
const summaryShare = 1 / 4;

async function keepSummary(
  store: Store,
  { name, upTo, summary, ...request }: Parameters<ThreadActivities['keepSummary']>[0],
): Promise<Text> {
  const [stored] = await store.messages.read([summary]);
  const factor = tokenFactor(request);
  const text = stored?.text ?? '';
  const limit = request.tokens * summaryShare;
  const over = (await tokensOf(text, factor)) - limit;
  let id = summary;
  if (over > 0) {
    id = `${summary}~cut`;
    const content = (await firstTokens(text, limit, factor)) + cutHere(Math.ceil(over));
    const { run } = request;
    await store.messages.put({ id, author: noteTaker.name, role: 'assistant', content, run });
  }
  const kept = await store.threads.cut(name, upTo, id);
  return kept.summary === null ? '' : replyText(kept.summary);
}

/**
 * What a call's thread puts before its own messages: what its window holds, and a note about what
 * it does not hold. `filled` puts stored texts in.
 */
export async function earlierMessages(
  store: Store,
  { thread, key }: Pick<ModelCall, 'thread' | 'key'>,
  filled: (text: Text) => string,
): Promise<ProviderMessage[]> {
  if (thread === null) return [];
  const { name, from, upTo } = thread;
  const range = { order: 'oldest', after: from - 1, before: upTo + 1 } as const;
  const seen = from > upTo ? [] : await store.threads.range(name, range);
  const step = `${key.execution}/${key.step}`;
  const messages = seen.filter(({ id }) => !isOwn(id, step)).map(toProviderMessage);
  const note = filled(leftOut(thread));
  const [first, ...rest] = messages;
  if (note === '') return messages;
  // Some servers want users and assistants to take turns.
  if (first?.role !== 'user') return [{ role: 'user', content: note }, ...messages];
  return [{ role: 'user', content: `${note}\n\n${first.content}` }, ...rest];
}

function toProviderMessage({ role, content }: Message): ProviderMessage {
  return role === 'user' ? { role, content } : { role, content, turn: null };
}
