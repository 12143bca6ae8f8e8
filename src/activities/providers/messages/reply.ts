import type { ReplyForm } from '../http/read-reply.ts';
import { refusalIn, tellsOfError } from '../problems/server-refusal.ts';
import type { JsonObject, ProviderReply, ProviderRequest } from '../provider.ts';
import { contentText, partsOf } from '../reading/content-text.ts';
import { stopBy } from '../reading/ending.ts';
import { textAt } from '../reading/fields.ts';
import { argumentText, turnOf } from '../reading/tool-calls.ts';
import { anthropicUsage } from '../reading/usage.ts';
import { replayBlocks } from './conversation.ts';
import { messageAssembler } from './stream.ts';

/** What is a message: it has content, whatever else is missing. */
export const messageForm: ReplyForm = {
  isReply: (body) => body['type'] !== 'error' && (body['content'] != null || isEmptyReply(body)),
  assembler: messageAssembler,
};

function isEmptyReply(body: JsonObject): boolean {
  const isMessage = body['type'] === 'message' || 'stop_reason' in body;
  return isMessage && !tellsOfError({ error: body['error'] });
}

/** Reads of a message what is needed, and tolerates the rest. */
export function toReply(message: JsonObject, request: ProviderRequest): ProviderReply {
  const { error } = message;
  const blocks = partsOf(message['content']);
  if (blocks.length === 0 && tellsOfError({ error })) throw refusalIn({ error });
  return {
    text: contentText(blocks.filter(({ type }) => type === 'text' || type == null)),
    turn: readTurn(blocks, request),
    model: textAt(message['model']) || request.model,
    ...anthropicUsage(message['usage']),
    ...stopBy(textAt(message['stop_reason'])),
  };
}

function readTurn(blocks: JsonObject[], request: ProviderRequest): ProviderReply['turn'] {
  const calls = blocks.filter(({ type }) => type === 'tool_use');
  const found = calls.map(({ id, name, input }) => ({
    id: textAt(id) || null,
    name: textAt(name),
    // A gateway may pass on text that the model broke off.
    arguments: argumentText(input),
  }));
  return turnOf(request, found, replayBlocks(blocks));
}
