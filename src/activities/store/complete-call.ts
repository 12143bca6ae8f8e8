import { type ModelReply, type ReplyProblem } from '../../core/model-call.ts';
import type { Usage } from '../../core/usage.ts';
import { findCompleted, keyColumns, type LedgerKey } from './ledger.ts';
import { contentInHistory } from './ledger-row.ts';
import { type NewMessage, putMessage, readMessages } from './messages.ts';
import type { Database } from './tables.ts';
import { appendToThread } from './threads.ts';
import { inTransaction } from './transaction.ts';

/** A call that the provider has answered. */
export interface AnsweredCall extends LedgerKey {
  run: string;
  agentName: string;
  content: string;
  model: string;
  usage: Usage;
  cacheWriteTokens: number;
  cost: number | null;
  simulated: boolean;
  /** Whole milliseconds. */
  durationMs: number;
  problem: ReplyProblem | null;
  /** The thread that the exchange is appended to, and what the user said. */
  thread: { name: string; input: string } | null;
}

/**
 * Stores a reply, the exchange in its thread and the ledger's row: all of it or nothing. Where
 * another attempt has completed the call meanwhile, its reply stands and this one is dropped.
 */
export function completeCall(db: Database, call: AnsweredCall): Promise<ModelReply> {
  return inTransaction(db, async (transaction) => {
    const message = await putReply(transaction, call);
    if (!(await completeRow(transaction, call, message))) {
      return earlierReply(transaction, call);
    }
    if (call.thread !== null) await appendExchange(transaction, call, message);
    return replyOf(call, message);
  });
}

async function earlierReply(db: Database, call: AnsweredCall): Promise<ModelReply> {
  const reply = await findCompleted(db, call);
  if (reply === undefined) throw new Error('a model call was completed that was never started');
  return reply;
}

function replyOf(call: AnsweredCall, message: string): ModelReply {
  const { model, usage, cost, simulated, durationMs, problem } = call;
  const bytes = Buffer.byteLength(call.content);
  return {
    message,
    content: contentInHistory(call.content, bytes),
    bytes,
    toolCalls: [],
    model,
    usage,
    cost,
    simulated,
    durationMs,
    problem,
  };
}

function putReply(db: Database, call: AnsweredCall): Promise<string> {
  return putAs(db, call.requestHash, {
    id: `${call.execution}/${call.step}#${call.number}`,
    author: call.agentName,
    role: 'assistant',
    content: call.content,
    run: call.run,
  });
}

async function appendExchange(db: Database, call: AnsweredCall, reply: string): Promise<void> {
  if (call.thread === null) return;
  const input = await putAs(db, call.requestHash, {
    id: `${call.execution}/${call.step}#input`,
    author: 'user',
    role: 'user',
    content: call.thread.input,
    run: call.run,
  });
  await appendToThread(db, call.thread.name, [input, reply]);
}

/**
 * Stores a message under its id. Where a reset workflow has asked something else under the same
 * number, that id is taken by the other text, and the request's hash tells the two apart.
 */
async function putAs(db: Database, requestHash: string, message: NewMessage): Promise<string> {
  if (await putMessage(db, message)) return message.id;
  const [stored] = await readMessages(db, [message.id]);
  if (stored?.text === message.content) return message.id;
  const id = `${message.id}~${requestHash.slice(0, 12)}`;
  await putMessage(db, { ...message, id });
  return id;
}

/** @returns whether this attempt was the first to complete the call */
async function completeRow(db: Database, call: AnsweredCall, message: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('model_calls')
    .set({
      status: 'completed',
      message_id: message,
      model: call.model,
      input_tokens: call.usage.inputTokens,
      output_tokens: call.usage.outputTokens,
      cached_tokens: call.usage.cachedTokens,
      cache_write_tokens: call.cacheWriteTokens,
      reasoning_tokens: call.usage.reasoningTokens,
      cost: call.cost,
      duration_ms: call.durationMs,
      problem: call.problem === null ? null : JSON.stringify(call.problem),
      completed_at: new Date().toISOString(),
      error_type: null,
    })
    .where((condition) => condition.and(keyColumns(call)))
    .where('status', '<>', 'completed')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
