import { ApplicationFailure } from '@temporalio/common';
import type { Capabilities } from '../../core/capabilities.ts';
import type { ModelReply, ReplyProblem, ReplyWarning } from '../../core/model-call.ts';
import { contentHash } from '../../core/content-hash.ts';
import { referTo } from '../../core/content.ts';
import type { Usage } from '../../core/usage.ts';
import type { ProviderTurn } from '../providers/provider.ts';
import { adaptAsked } from './adapt-asked.ts';
import { appendEvents, type EventRow } from './events.ts';
import { callName, findCompleted, keyColumns, type LedgerKey } from './ledger.ts';
import { contentInHistory, warningsField } from './ledger-row.ts';
import { dropLiveTexts } from './live-texts.ts';
import { type NewMessage, putMessage, readMessages } from './messages.ts';
import { prepared } from './prepared.ts';
import type { Database } from './tables.ts';
import { appendToThread } from './threads.ts';
import { inTransaction } from './transaction.ts';
import { writeTurn } from './turns.ts';

/** A call that the provider has answered. */
export interface AnsweredCall extends LedgerKey {
  run: string;
  agentName: string;
  content: string;
  /** `null`: it asks for no tools. */
  turn: ProviderTurn | null;
  model: string;
  usage: Usage;
  cacheWriteTokens: number;
  cost: number | null;
  simulated: boolean;
  /** Whole milliseconds. */
  durationMs: number;
  problem: ReplyProblem | null;
  warnings: ReplyWarning[];
  /** The thread that the exchange is appended to, and what the user said. */
  thread: { name: string; input: string } | null;
  /** What followers are told with it. */
  told: ToldReply;
  /** What the endpoint was found to be able to do; left out: what it was taken to. */
  adapted?: Capabilities | undefined;
}

/** What followers are told with a reply. */
interface ToldReply {
  /** Step path in the run. */
  path: string;
  /** Events that wait to be written. */
  rows: readonly EventRow[];
  /** Whether some of its text was told before. */
  spoke: boolean;
  /** Field of a structured reply that is its text; `null`: all of it. */
  field: string | null;
}

/** Takes events that are to be written apart from what they tell of. */
export type TellLater = (run: string, rows: readonly EventRow[]) => void;

/**
 * Stores a reply, the exchange in its thread and the ledger's row: all of it or nothing. Where
 * another attempt has completed the call meanwhile, its reply stands and this one is dropped. What
 * followers are told goes with it; where that fails, the reply is stored without.
 */
export async function completeCall(
  db: Database,
  call: AnsweredCall,
  tellLater: TellLater,
): Promise<ModelReply> {
  try {
    const { reply } = await complete(db, call, tellReply);
    return reply;
  } catch (error) {
    if (error instanceof ApplicationFailure) throw error;
    // Whatever it was: where it was not the telling, the second try fails as the first one did.
    const { reply, isFirst } = await complete(db, call, async () => undefined);
    tellLater(call.run, eventsOf(call, isFirst ? reply.message : null));
    if (call.told.spoke) await dropLiveTexts(db, callName(call)).catch(() => undefined);
    return reply;
  }
}

async function complete(
  db: Database,
  call: AnsweredCall,
  tell: typeof tellReply,
): Promise<{ reply: ModelReply; isFirst: boolean }> {
  return await inTransaction(db, async (transaction) => {
    const at = new Date().toISOString(); // one time for both, so that a search has them in order
    const message = await putReply(transaction, call, at);
    const isFirst = await completeRow(transaction, call, message);
    await tell(transaction, call, isFirst ? message : null);
    if (!isFirst) return { reply: await earlierReply(transaction, call), isFirst };
    if (call.adapted !== undefined) await adaptAsked(transaction, call, call.adapted);
    if (call.thread !== null) await appendExchange(transaction, call, { reply: message, at });
    return { reply: replyOf(call, message), isFirst };
  });
}

/** Followers learn of a reply when it is there. */
async function tellReply(db: Database, call: AnsweredCall, message: string | null): Promise<void> {
  await appendEvents(db, call.run, eventsOf(call, message));
  if (call.told.spoke) await dropLiveTexts(db, callName(call));
}

/** @param message the reply; `null`: it was told before */
function eventsOf(call: AnsweredCall, message: string | null): EventRow[] {
  return [...call.told.rows, ...(message === null ? [] : replyEvents(call, message))];
}

/** Warnings say the same turn after turn: each is told once. */
function replyEvents(call: AnsweredCall, message: string): EventRow[] {
  const { usage, cost, problem, told, warnings } = call;
  const { path, field } = told;
  const name = callName(call);
  const text = referTo(message, Buffer.byteLength(call.content));
  const ended = {
    usage,
    cost,
    problem: problem?.reason ?? null,
    text,
    ...(field !== null && { field }),
  };
  return [
    { key: `${message}/ended`, path, type: 'turn.ended', call: name, data: JSON.stringify(ended) },
    ...warnings.map((warning) => ({
      key: `warning/${contentHash(`${warning.type} ${warning.message}`)}`,
      path,
      type: 'warning',
      call: name,
      data: JSON.stringify({ warning: warning.type, message: warning.message }),
    })),
  ];
}

async function earlierReply(db: Database, call: AnsweredCall): Promise<ModelReply> {
  const reply = await findCompleted(db, call);
  if (reply === undefined) throw new Error('a model call was completed that was never started');
  return reply;
}

function replyOf(call: AnsweredCall, message: string): ModelReply {
  const { model, usage, cost, simulated, durationMs, problem, warnings } = call;
  const bytes = Buffer.byteLength(call.content);
  return {
    message,
    content: contentInHistory(call.content, bytes),
    bytes,
    toolCalls: call.turn?.toolCalls ?? [],
    model,
    usage,
    cost,
    simulated,
    durationMs,
    problem,
    ...warningsField(warnings),
  };
}

/**
 * Stores the reply under its call's id. Where a reset workflow has asked something else under the
 * same number, that id is taken, and the request's hash tells the two apart: each id names one row.
 */
async function putReply(db: Database, call: AnsweredCall, at: string): Promise<string> {
  const message = {
    id: callName(call),
    author: call.agentName,
    role: 'assistant',
    content: call.content,
    turn: writeTurn(call.turn),
    run: call.run,
    created_at: at,
  } as const;
  if (await putMessage(db, message)) return message.id;
  return await putBeside(db, message, call.requestHash);
}

async function appendExchange(
  db: Database,
  call: AnsweredCall,
  { reply, at }: { reply: string; at: string },
): Promise<void> {
  if (call.thread === null) return;
  const input = await putInput(db, call, { content: call.thread.input, at });
  await appendToThread(db, call.thread.name, [input, reply]);
}

/** All calls of a step have one input, unless a reset workflow has come with another. */
async function putInput(
  db: Database,
  call: AnsweredCall,
  { content, at }: { content: string; at: string },
): Promise<string> {
  const id = `${call.execution}/${call.step}#input`;
  const said = { author: 'user', role: 'user', content, run: call.run } as const;
  const message = { id, ...said, created_at: at };
  if (await putMessage(db, message)) return id;
  const [stored] = await readMessages(db, [id]);
  return stored?.text === content ? id : await putBeside(db, message, call.requestHash);
}

async function putBeside(db: Database, message: NewMessage, requestHash: string): Promise<string> {
  const id = `${message.id}~${requestHash.slice(0, 12)}`;
  await putMessage(db, { ...message, id });
  return id;
}

/** @returns whether this attempt was the first to complete the call */
async function completeRow(db: Database, call: AnsweredCall, message: string): Promise<boolean> {
  const { numAffectedRows } = await updateCompleted(db, {
    ...call,
    ...call.usage,
    message,
    problem: call.problem === null ? null : JSON.stringify(call.problem),
    warnings: call.warnings.length === 0 ? null : JSON.stringify(call.warnings),
    completedAt: new Date().toISOString(),
  });
  return numAffectedRows === 1n;
}

type CompletedRow = Omit<AnsweredCall, 'problem' | 'warnings' | 'told' | 'adapted'> &
  Usage & {
    message: string;
    problem: string | null;
    warnings: string | null;
    completedAt: string;
  };

const updateCompleted = prepared((db, call: CompletedRow) =>
  db
    .updateTable('model_calls')
    .set({
      status: 'completed',
      message_id: call.message,
      model: call.model,
      input_tokens: call.inputTokens,
      output_tokens: call.outputTokens,
      cached_tokens: call.cachedTokens,
      cache_write_tokens: call.cacheWriteTokens,
      reasoning_tokens: call.reasoningTokens,
      cost: call.cost,
      duration_ms: call.durationMs,
      problem: call.problem,
      warnings: call.warnings,
      completed_at: call.completedAt,
      error_type: null,
    })
    .where((condition) => condition.and(keyColumns(call)))
    .where('status', '<>', 'completed'),
);
