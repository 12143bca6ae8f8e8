import type { OpenAI } from 'openai';
import type { Answer } from '../answer.ts';
import { renderResponse, type WireResponse } from './responses-body.ts';
import { frame, pieces } from './sse.ts';

type Unnumbered<T> = T extends unknown ? Omit<T, 'sequence_number'> : never;
type Event = Unnumbered<OpenAI.Responses.ResponseStreamEvent>;
type OutputItem = OpenAI.Responses.ResponseOutputItem;
type Message = OpenAI.Responses.ResponseOutputMessage;
type Call = OpenAI.Responses.ResponseFunctionToolCall;

/** A response as typed events: every item opens, grows, and is repeated whole when it is done. */
export function streamResponse(answer: Answer): string[] {
  const whole = renderResponse(answer);
  return events(whole, answer.pieceLength).map((event, sequence_number) =>
    frame({ ...event, sequence_number }, event.type),
  );
}

function events(whole: WireResponse, most?: number): Event[] {
  const begun = { ...whole, status: 'in_progress', output: [], incomplete_details: null };
  const { usage: _, ...unbilled } = begun;
  const opening = unbilled as unknown as OpenAI.Responses.Response;
  const closing = whole as OpenAI.Responses.Response;
  return [
    { type: 'response.created', response: opening },
    { type: 'response.in_progress', response: opening },
    ...whole.output.flatMap((item, index) => itemEvents(item, index, most)),
    whole.status === 'incomplete'
      ? { type: 'response.incomplete', response: closing }
      : { type: 'response.completed', response: closing },
  ];
}

function itemEvents(item: OutputItem, output_index: number, most?: number): Event[] {
  if (item.type === 'reasoning') return reasoningEvents(item, output_index);
  if (item.type !== 'message' && item.type !== 'function_call') return [];
  const at = { output_index, item_id: item.id ?? '' };
  const opened: OutputItem =
    item.type === 'message'
      ? { ...item, status: 'in_progress', content: [] }
      : { ...item, status: 'in_progress', arguments: '' };
  return [
    { type: 'response.output_item.added', output_index, item: opened },
    ...(item.type === 'message' ? messageEvents(item, at, most) : callEvents(item, at, most)),
    { type: 'response.output_item.done', output_index, item },
  ];
}

/** Encrypted: there is nothing to be read of it. */
function reasoningEvents(item: OutputItem, output_index: number): Event[] {
  return [
    { type: 'response.output_item.added', output_index, item },
    { type: 'response.output_item.done', output_index, item },
  ];
}

interface Place {
  output_index: number;
  item_id: string;
}

function messageEvents(message: Message, place: Place, most?: number): Event[] {
  return message.content.flatMap((part, content_index): Event[] => {
    const at = { ...place, content_index };
    const empty = part.type === 'refusal' ? { ...part, refusal: '' } : { ...part, text: '' };
    return [
      { type: 'response.content_part.added', ...at, part: empty },
      ...(part.type === 'refusal'
        ? refusalEvents(part.refusal, at, most)
        : textEvents(part.text, at, most)),
      { type: 'response.content_part.done', ...at, part },
    ];
  });
}

type PartPlace = Place & { content_index: number };

function textEvents(text: string, at: PartPlace, most?: number): Event[] {
  const deltas = pieces(text, most).map((delta): Event => ({
    type: 'response.output_text.delta',
    ...at,
    delta,
    logprobs: [],
  }));
  return [...deltas, { type: 'response.output_text.done', ...at, text, logprobs: [] }];
}

function refusalEvents(refusal: string, at: PartPlace, most?: number): Event[] {
  const deltas = pieces(refusal, most).map((delta): Event => ({
    type: 'response.refusal.delta',
    ...at,
    delta,
  }));
  return [...deltas, { type: 'response.refusal.done', ...at, refusal }];
}

function callEvents(call: Call, at: Place, most?: number): Event[] {
  const deltas = pieces(call.arguments, most).map((delta): Event => ({
    type: 'response.function_call_arguments.delta',
    ...at,
    delta,
  }));
  const { name, arguments: args } = call;
  return [
    ...deltas,
    { type: 'response.function_call_arguments.done', ...at, name, arguments: args },
  ];
}
