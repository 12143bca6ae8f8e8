import { isMemoryTool } from '../../core/memory-tools.ts';
import { inventedCall } from '../../core/tools.ts';
import { fingerprint } from '../fingerprint.ts';
import { fromSchema } from '../from-schema.ts';
import type { RecordedRequest, RecordedTool } from '../recorded-request.ts';
import { isNode } from '../schema/node.ts';
import type { ScriptedToolCall } from '../script.ts';
import { answeredCalls } from './answered-calls.ts';
import { splitMessage } from './earlier.ts';
import { instructionsIn } from './identity.ts';
import { beginningOf } from './topic.ts';

/**
 * Calls of a user's tools, with invented arguments: of those that are marked for it, and of those that
 * the user's message or the instructions name; each once in a conversation.
 */
export function inventedCalls(request: RecordedRequest): ScriptedToolCall[] {
  const { messages, system, tools } = request;
  const last = messages.at(-1);
  if (last?.role !== 'user') return [];
  const { subject, own } = splitMessage(last.content);
  const words = `${subject || own}\n${instructionsIn(system)}`;
  const called = messages.flatMap(({ toolCalls = [] }) => toolCalls.map(({ name }) => name));
  const id = `${inventedCall}${fingerprint(request).slice(0, 16)}`;
  return tools
    .filter(({ name }) => !isMemoryTool(name) && !called.includes(name))
    .filter(({ name, simulate }) => simulate ?? wordOf(name).test(words))
    .flatMap((tool, index) => callOf(tool, `${id}_${index}`));
}

/** A tool's name as a word of its own, in whatever case. */
function wordOf(tool: string): RegExp {
  const name = tool.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const before = String.raw`(?<![\p{L}\p{N}_-])(?<!\p{L}['’])`; // "o'clock" names no clock
  return new RegExp(String.raw`${before}${name}(?![\p{L}\p{N}_-])`, 'iu');
}

/** A provider's own tools have no schema; one that no value fits is not called. */
function callOf({ name, parameters }: RecordedTool, id: string): ScriptedToolCall[] {
  if (!isNode(parameters)) return [];
  try {
    const invented = fromSchema(parameters, { choose: (_, schema) => schema['default'] });
    return [{ id, name, arguments: invented }];
  } catch {
    return [];
  }
}

/** Characters of a tool's result that are repeated at most. */
const repeated = 300;

/** What the tools that have just been called gave, in a sentence each; empty where there are none. */
export function toolReport({ messages }: Pick<RecordedRequest, 'messages'>): string {
  return answeredCalls(messages)
    .filter(({ name }) => !isMemoryTool(name))
    .map(({ name, result, failed }) => {
      const line = result
        .replace(/^error: /i, '')
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/[“”]/g, '"');
      const said = line.length > repeated ? `${beginningOf(line, repeated).trim()} …` : line;
      return `The tool ${name} ${failed ? 'failed:' : 'gave'} ‘${said.trim()}’. `;
    })
    .join('');
}
