import type { ReplyForm } from '../http/read-reply.ts';
import { refusalIn, tellsOfError } from '../problems/server-refusal.ts';
import type { JsonObject, ProviderReply, ProviderRequest } from '../provider.ts';
import { contentText, partsOf } from '../reading/content-text.ts';
import { endingOf } from '../reading/ending.ts';
import { objectAt, objectsAt, textAt } from '../reading/fields.ts';
import { argumentText, turnOf } from '../reading/tool-calls.ts';
import { openaiUsage } from '../reading/usage.ts';
import { replayItems } from './conversation.ts';
import { responseAssembler } from './stream.ts';

/** What is a response: it has an output, or says how it stands. */
export const responseForm: ReplyForm = {
  isReply: (body) => outputOf(body) !== undefined || textAt(body['output_text']) !== '',
  assembler: responseAssembler,
};

/** The items of an output; a text alone is a message. `undefined`: there is none. */
function outputOf({ output }: JsonObject): JsonObject[] | undefined {
  if (typeof output === 'string')
    return output === '' ? undefined : [{ type: 'message', content: output }];
  return typeof output === 'object' && output !== null ? objectsAt(output) : undefined;
}

/**
 * Reads of a response what is needed, and tolerates the rest.
 *
 * @throws ServerRefusal when it failed, or is not finished: its text would be an empty reply of the
 *   model, which is asked for again and paid again
 */
export function toReply(response: JsonObject, request: ProviderRequest): ProviderReply {
  refuseUnfinished(response);
  const output = outputOf(response) ?? [];
  const parts = spokenItems(output).flatMap((item) => partsOf(item['content'] ?? item));
  const refusals = parts.map((part) => textAt(part['refusal'])).filter(Boolean);
  const said = parts.map((part) => contentText([part])).join('');
  return {
    text: (said || (parts.length === 0 ? textAt(response['output_text']) : '')) + refusals.join(''),
    turn: readTurn(output, request),
    model: textAt(response['model']) || request.model,
    ...openaiUsage(response['usage']),
    ...endOf(response, refusals.length > 0),
  };
}

/**
 * The messages that are the answer. Where there is a final one, what was said before it is not:
 * newer models comment on what they do.
 */
function spokenItems(output: JsonObject[]): JsonObject[] {
  const messages = output.filter((item) => item['type'] === 'message' || isSpoken(item));
  const final = messages.filter(({ phase }) => phase === 'final_answer');
  return final.length > 0 ? final : messages;
}

/** Without a message around it, or without a type. */
function isSpoken({ type, content, text }: JsonObject): boolean {
  if (type === 'output_text' || type === 'text') return true;
  return type == null && (content != null || text != null);
}

function readTurn(output: JsonObject[], request: ProviderRequest): ProviderReply['turn'] {
  const calls = output.filter(({ type }) => type === 'function_call');
  const found = calls.map((call) => ({
    id: textAt(call['call_id']) || textAt(call['id']) || null,
    name: textAt(call['name']),
    arguments: argumentText(call['arguments'] ?? ''),
  }));
  return turnOf(request, found, replayItems(output));
}

function refuseUnfinished(response: JsonObject): void {
  const { error } = response;
  if (tellsOfError({ error })) throw refusalIn({ error });
  const status = textAt(response['status']);
  if (status === '' || status === 'completed' || status === 'incomplete') return;
  const words = status === 'failed' ? 'it gives no reason' : 'the reply is not finished';
  throw refusalIn({ error: { message: `the status is '${status}', ${words}` } });
}

function endOf(response: JsonObject, refused: boolean): Pick<ProviderReply, 'stop' | 'reason'> {
  if (refused) return { stop: 'refusal' };
  const reason = textAt(objectAt(response['incomplete_details'])['reason']);
  if (response['status'] !== 'incomplete') return { stop: 'end' };
  const ending = reason === '' ? 'length' : endingOf(reason);
  if (ending === 'error')
    throw refusalIn({ error: { message: `the reply is incomplete: ${reason}` } });
  if (ending === 'mistake') return { stop: ending, reason };
  return { stop: ending === 'refusal' ? ending : 'length' };
}
