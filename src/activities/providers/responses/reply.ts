import type { ReplyForm } from '../http/read-reply.ts';
import { refusalIn, tellsOfError } from '../problems/server-refusal.ts';
import type { JsonObject, ProviderReply, ProviderRequest } from '../provider.ts';
import { contentText } from '../reading/content-text.ts';
import { endingOf } from '../reading/ending.ts';
import { objectAt, objectsAt, textAt } from '../reading/fields.ts';
import { turnOf } from '../reading/tool-calls.ts';
import { openaiUsage } from '../reading/usage.ts';
import { replayItems } from './conversation.ts';
import { responseAssembler } from './stream.ts';

/** What is a response: it has an output, or says how it stands. */
export const responseForm: ReplyForm = {
  isReply: (body) => Array.isArray(body['output']) || textAt(body['output_text']) !== '',
  assembler: responseAssembler,
};

/**
 * Reads of a response what is needed, and tolerates the rest.
 *
 * @throws ServerRefusal when it failed, or is not finished: its text would be an empty reply of the
 *   model, which is asked for again and paid again
 */
export function toReply(response: JsonObject, request: ProviderRequest): ProviderReply {
  refuseUnfinished(response);
  const output = objectsAt(response['output']);
  const parts = spokenItems(output).flatMap((item) => partsOf(item['content']));
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

function partsOf(content: unknown): JsonObject[] {
  return typeof content === 'string'
    ? [{ type: 'output_text', text: content }]
    : objectsAt(content);
}

/**
 * The messages that are the answer. Where there is a final one, what was said before it is not:
 * newer models comment on what they do.
 */
function spokenItems(output: JsonObject[]): JsonObject[] {
  const messages = output.filter(
    ({ type, content }) => type === 'message' || (type == null && content != null),
  );
  const final = messages.filter(({ phase }) => phase === 'final_answer');
  return final.length > 0 ? final : messages;
}

function readTurn(output: JsonObject[], request: ProviderRequest): ProviderReply['turn'] {
  const calls = output.filter(({ type }) => type === 'function_call');
  const found = calls.map((call) => ({
    id: textAt(call['call_id']) || textAt(call['id']) || null,
    name: textAt(call['name']),
    arguments: argumentText(call['arguments']),
  }));
  return turnOf(request, found, replayItems(output));
}

function argumentText(value: unknown): string {
  return typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value);
}

function refuseUnfinished(response: JsonObject): void {
  const error = objectAt(response['error']);
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
