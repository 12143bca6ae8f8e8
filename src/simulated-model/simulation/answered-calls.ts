import type { RecordedMessage } from '../recorded-request.ts';

/** A tool call, and what came of it. */
export interface AnsweredCall {
  name: string;
  arguments: unknown;
  result: string;
  failed: boolean;
}

/** The calls of the last turn whose results end a conversation; none where something else does. */
export function answeredCalls(messages: readonly RecordedMessage[]): AnsweredCall[] {
  const results = messages.slice(messages.findLastIndex(({ role }) => role !== 'tool') + 1);
  const turn = messages.at(-1 - results.length);
  return (turn?.toolCalls ?? []).flatMap(({ id, name, arguments: given }) => {
    const found = results.find(({ callId }) => callId === id);
    if (found === undefined) return [];
    const { content: result, failed = false } = found;
    return [{ name, arguments: given, result, failed: failed || /^error\b/i.test(result) }];
  });
}
