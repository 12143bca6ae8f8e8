import type { Anthropic } from '@anthropic-ai/sdk';
import type { Answer } from '../answer.ts';
import { renderMessage, type Block } from './messages-body.ts';
import { frame, pieces } from './sse.ts';

type Event = Anthropic.RawMessageStreamEvent;

/** A message as typed events; output tokens are known at the end. */
export function streamMessage(answer: Answer): string[] {
  const { stop_reason, stop_details, usage, ...rest } = renderMessage(answer);
  const start = { ...rest, content: [], stop_reason: null, stop_details: null };
  const blocks = rest.content as Block[];
  const events: Event[] = [
    { type: 'message_start', message: { ...start, usage: { ...usage, output_tokens: 1 } } },
    ...blocks.flatMap((block, index) => blockEvents(block, index, answer)),
    {
      type: 'message_delta',
      delta: { stop_reason, stop_details, stop_sequence: null, container: null },
      usage,
    },
    { type: 'message_stop' },
  ];
  const frames = events.map((event) => frame(event, event.type));
  return frames.toSpliced(1, 0, frame({ type: 'ping' }, 'ping'));
}

function argumentsOf({ toolCalls }: Answer, block: Anthropic.ToolUseBlock): string {
  return toolCalls.find((call) => call.id === block.id)?.arguments ?? '';
}

function blockEvents(block: Block, index: number, answer: Answer): Event[] {
  return [
    { type: 'content_block_start', index, content_block: emptied(block) },
    ...deltasOf(block, answer).map((delta): Event => ({
      type: 'content_block_delta',
      index,
      delta,
    })),
    { type: 'content_block_stop', index },
  ];
}

function emptied(block: Block): Block {
  if (block.type === 'thinking') return { ...block, thinking: '', signature: '' };
  return block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} };
}

function deltasOf(block: Block, answer: Answer): Anthropic.RawContentBlockDelta[] {
  const { pieceLength } = answer;
  if (block.type === 'text') return textDeltas(block.text, pieceLength);
  if (block.type === 'tool_use') return inputDeltas(argumentsOf(answer, block), pieceLength);
  const thoughts = pieces(block.thinking, pieceLength).map((thinking) => ({
    type: 'thinking_delta' as const,
    thinking,
    estimated_tokens: null,
  }));
  return [...thoughts, { type: 'signature_delta', signature: block.signature }];
}

const textDeltas = (text: string, most?: number): Anthropic.RawContentBlockDelta[] =>
  pieces(text, most).map((piece) => ({ type: 'text_delta', text: piece }));

const inputDeltas = (json: string, most?: number): Anthropic.RawContentBlockDelta[] =>
  pieces(json, most).map((piece) => ({ type: 'input_json_delta', partial_json: piece }));
