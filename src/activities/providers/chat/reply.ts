import type { ReplyForm } from '../http/read-reply.ts';
import { refusalIn, tellsOfError } from '../problems/server-refusal.ts';
import type { JsonObject, ProviderReply, ProviderRequest } from '../provider.ts';
import { contentText } from '../reading/content-text.ts';
import { endingOf, stopBy } from '../reading/ending.ts';
import { objectAt, objectsAt, textAt } from '../reading/fields.ts';
import { argumentText, turnOf } from '../reading/tool-calls.ts';
import { openaiUsage } from '../reading/usage.ts';
import { replayFields } from './conversation.ts';
import { chatAssembler, unmarkedEnd } from './stream.ts';

/** What is a chat completion: it has something said in it, whatever else is missing. */
export const chatForm: ReplyForm = {
  isReply: (body) => objectsAt(body['choices']).some(saysSomething) || isCountedReply(body),
  assembler: chatAssembler,
};

function saysSomething(choice: JsonObject): boolean {
  return 'message' in choice || 'text' in choice || 'finish_reason' in choice;
}

/** Nothing was said, but it was paid for: an empty reply, not an error. */
function isCountedReply(body: JsonObject): boolean {
  const { usage } = openaiUsage(body['usage']);
  return Array.isArray(body['choices']) && (usage?.outputTokens ?? 0) > 0 && !tellsOfError(body);
}

/** Reads of a chat completion what is needed, and tolerates the rest. */
export function toReply(completion: JsonObject, request: ProviderRequest): ProviderReply {
  const choices = objectsAt(completion['choices']);
  const messages = choices.map(messageOf);
  const said = messages
    .map((message) => contentText(message['content']))
    .find((text) => text !== '');
  const refusal = messages.map((message) => textAt(message['refusal'])).find(Boolean) ?? '';
  const turn = readTurn(messages, request);
  const isSilent = said === undefined && refusal === '' && turn === null;
  if (isSilent) refuseError(completion, choices);
  const ended = endOf(choices, refusal !== '');
  return {
    text: said ?? refusal,
    turn,
    model: textAt(completion['model']) || request.model,
    ...openaiUsage(completion['usage'] ?? objectAt(completion['x_groq'])['usage']),
    ...ended,
    ...(completion[unmarkedEnd] === true && { isEndUnmarked: true }),
  };
}

/** An error beside a choice that was never begun. */
function refuseError({ error }: JsonObject, choices: JsonObject[]): void {
  if (tellsOfError({ error }) && !choices.some(reasonOf)) throw refusalIn({ error });
}

/** Older servers give the text itself; some leave the delta of a stream. */
function messageOf(choice: JsonObject): JsonObject {
  const message = choice['message'] ?? choice['delta'];
  if (typeof message === 'string') return { content: message };
  return message == null ? { content: choice['text'] } : objectAt(message);
}

/** Some gateways answer with a text in one choice and the tool calls in the next. */
function readTurn(messages: JsonObject[], request: ProviderRequest): ProviderReply['turn'] {
  const calls = messages.flatMap(callsOf);
  const found = calls.map((call) => {
    const asked = objectAt(call['function'] ?? call);
    return {
      id: textAt(call['id']) || null,
      name: textAt(asked['name']),
      arguments: argumentText(asked['arguments'] ?? asked['parameters']),
    };
  });
  return turnOf(request, found, replayFields(messages[0] ?? {}, calls));
}

/** @see https://platform.openai.com/docs/api-reference/chat for `function_call`, its older form */
function callsOf(message: JsonObject): JsonObject[] {
  const calls = objectsAt(message['tool_calls']);
  const older = objectAt(message['function_call']);
  return calls.length > 0 || textAt(older['name']) === '' ? calls : [{ function: older }];
}

function endOf(choices: JsonObject[], refused: boolean): Pick<ProviderReply, 'stop' | 'reason'> {
  if (refused) return { stop: 'refusal' };
  const broken = choices.find(isBroken);
  const error = broken?.['error'];
  if (tellsOfError({ error })) throw refusalIn({ error });
  const reason = broken === undefined ? choices.map(reasonOf).find(Boolean) : reasonOf(broken);
  return stopBy(reason ?? '');
}

function isBroken(choice: JsonObject): boolean {
  const reason = reasonOf(choice);
  return reason === '' ? tellsOfError({ error: choice['error'] }) : endingOf(reason) === 'error';
}

function reasonOf(choice: JsonObject): string {
  const reason = textAt(choice['finish_reason']) || textAt(choice['native_finish_reason']);
  return reason === 'null' ? '' : reason;
}
