import type { CheckRecord } from './check-types.ts';
import type { ApprovalRecord } from './types.ts';
import type { Text } from '../../content.ts';
import type { ModelReply } from '../../model-call.ts';
import { replyText, spendingOfReply } from '../../reply.ts';
import { addSpending, nothingSpent, type Spending } from '../../usage.ts';

/** What an agent has done for one answer so far: plain JSON, as a long one may continue as a new run. */
export interface AgentRecord {
  spent: Spending;
  /** Model calls that were answered. */
  turns: number;
  /** Tool calls that were carried out. */
  toolCalls: number;
  /** Replies that could not be used. */
  unusable: number;
  /** Of tool calls that needed one; left out: none has. */
  approvals?: ApprovalRecord[];
  /** Checks that were made; left out: none was. */
  checks?: CheckRecord[];
  /** What it said last, and which model did; `null` before the first reply. */
  last: { text: Text; model: string } | null;
}

export const nothingDone: AgentRecord = {
  spent: nothingSpent,
  turns: 0,
  toolCalls: 0,
  unusable: 0,
  last: null,
};

/**
 * The record after one more reply.
 *
 * @param path of the agent in its run
 */
export function withReply(record: AgentRecord, reply: ModelReply, path: string): AgentRecord {
  return {
    ...record,
    spent: addSpending([record.spent, spendingOfReply(reply, path)]),
    turns: record.turns + 1,
    last: { text: replyText(reply), model: reply.model },
  };
}

/**
 * The record after the tool calls of a turn.
 *
 * @param done.spent by steps that were asked as tools
 */
export function withToolCalls(
  record: AgentRecord,
  calls: number,
  { approvals, spent }: { approvals: readonly ApprovalRecord[]; spent: readonly Spending[] },
): AgentRecord {
  const paid = spent.length === 0 ? record.spent : addSpending([record.spent, ...spent]);
  const carried = { ...record, spent: paid, toolCalls: record.toolCalls + calls };
  if (approvals.length === 0) return carried;
  return { ...carried, approvals: [...(record.approvals ?? []), ...approvals] };
}

/** The record after checks that were made, and what they have cost. */
export function withChecks(
  record: AgentRecord,
  { records, spent }: { records: readonly CheckRecord[]; spent: Spending },
): AgentRecord {
  if (records.length === 0 && spent === nothingSpent) return record;
  const checks = [...(record.checks ?? []), ...records];
  return { ...record, checks, spent: addSpending([record.spent, spent]) };
}

/** The record with another text as what was said last. */
export function withAnswer(record: AgentRecord, text: Text): AgentRecord {
  return record.last === null ? record : { ...record, last: { ...record.last, text } };
}

/** The record of an answer with these replies, and all the tool calls that they asked for. */
export function recordOf(replies: readonly ModelReply[], path: string): AgentRecord {
  const record = replies.reduce((sum, reply) => withReply(sum, reply, path), nothingDone);
  return { ...record, toolCalls: toolCallsIn(replies) };
}

/** How many tool calls replies ask for; those in a history of an earlier version have none. */
export function toolCallsIn(replies: readonly Partial<Pick<ModelReply, 'toolCalls'>>[]): number {
  return replies.reduce((sum, { toolCalls }) => sum + (toolCalls?.length ?? 0), 0);
}
