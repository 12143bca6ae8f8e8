import type { RunEvent } from '../../src/client/index.ts';

/** A message of an event stream, and the block that it was written as. */
export interface EventMessage {
  block: string;
  id: string | undefined;
  event: string | undefined;
  data: RunEvent | null;
}

/** Messages of an event stream, signs of life too, as they come. */
export async function* messagesOf(answer: Response): AsyncGenerator<EventMessage> {
  let read = '';
  const text = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    read += text.decode(chunk as Uint8Array, { stream: true });
    const blocks = read.split('\n\n');
    read = blocks.pop() ?? '';
    yield* blocks.map(messageIn);
  }
}

function messageIn(block: string): EventMessage {
  const of = (name: string) =>
    block
      .split('\n')
      .flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));
  const data = of('data').join('\n');
  return {
    block,
    id: of('id')[0],
    event: of('event')[0],
    data: data === '' ? null : (JSON.parse(data) as RunEvent),
  };
}

/** All messages of a stream, once it has ended. */
export async function allMessages(answer: Response): Promise<EventMessage[]> {
  const found: EventMessage[] = [];
  for await (const message of messagesOf(answer)) found.push(message);
  return found;
}
