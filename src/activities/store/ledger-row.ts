import {
  historyLimitBytes,
  type ModelReply,
  type ReplyProblem,
  type ReplyWarning,
} from '../../core/model-call.ts';
import type { Usage } from '../../core/usage.ts';
import type { MessagesTable, ModelCallsTable } from './tables.ts';
import { readTurn } from './turns.ts';

type TokenColumns = Pick<
  ModelCallsTable,
  'input_tokens' | 'output_tokens' | 'cached_tokens' | 'reasoning_tokens'
>;

type Row = ModelCallsTable & Pick<MessagesTable, 'content' | 'bytes' | 'turn'>;

/** A completed row of the ledger, with its message, as the reply the activity returns. */
export function toReply(row: Row): ModelReply {
  return {
    message: row.message_id ?? '',
    content: contentInHistory(row.content, row.bytes),
    bytes: row.bytes,
    toolCalls: readTurn(row.turn)?.toolCalls ?? [],
    model: row.model,
    usage: toUsage(row),
    cost: row.cost,
    simulated: row.simulated === 1,
    durationMs: row.duration_ms ?? 0,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as ReplyProblem),
    ...warningsField(row.warnings === null ? [] : (JSON.parse(row.warnings) as ReplyWarning[])),
  };
}

/** Most replies have none: their histories are as before. */
export function warningsField(warnings: ReplyWarning[]): Pick<ModelReply, 'warnings'> {
  return warnings.length === 0 ? {} : { warnings };
}

/** A content as it enters a history: `null` when it is too long for one and only stored. */
export function contentInHistory(content: string, bytes: number): string | null {
  return bytes > historyLimitBytes ? null : content;
}

/** What an answered call has used. */
export function toUsage(row: TokenColumns): Usage {
  return {
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    cachedTokens: row.cached_tokens,
    reasoningTokens: row.reasoning_tokens,
    calls: 1,
  };
}
