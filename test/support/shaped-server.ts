import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { readJsonReply } from '../../src/core/json-reply.ts';
import { type RecordedRequest, simulatedReply } from '../../src/simulated-model/index.ts';
import { chat } from '../../src/simulated-model/wire/chat.ts';
import { messages } from '../../src/simulated-model/wire/messages.ts';
import { responses } from '../../src/simulated-model/wire/responses.ts';
import { filled, hasField, type Said, type ServerShape, type ShapedAnswer } from './shapes.ts';

const wires = { chat, messages, responses };

/** A server of a shape, and what it was asked. */
export interface ShapedServer {
  /** As an endpoint of its API has it. */
  baseURL: string;
  requests: RecordedRequest[];
}

export interface ShapedOptions {
  /** Answers everything, in place of the model. */
  fixed?: ShapedAnswer;
  /** Is given what closes the server. Default: it is closed with the test. */
  onEnd?: (close: () => void) => void;
}

/**
 * A server that answers in the shape of another, with what a model says that never holds itself to a
 * schema and always thinks aloud first.
 */
export async function shapedServer(
  shape: ServerShape,
  { fixed, onEnd = onTestFinished }: ShapedOptions = {},
): Promise<ShapedServer> {
  const requests: RecordedRequest[] = [];
  const server = createServer((incoming, response) => {
    void answer(incoming, response);
  });
  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse(await textOf(incoming));
    const request = record(shape, body);
    requests.push(request);
    const refusal = fixed ?? refusalOf(shape, body, request);
    send(response, refusal ?? reply(shape, request), { model: request.model });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { baseURL: shape.api === 'messages' ? url : `${url}/v1`, requests };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const tellsSchema = 'JSON Schema, and with nothing else';

function record({ api }: ServerShape, body: unknown): RecordedRequest {
  const parsed = wires[api].parse(body);
  const said = parsed.messages.map(({ content }) => content.split(tellsSchema)[1]);
  const told = said.findLast((words) => words !== undefined);
  const schema = told === undefined ? undefined : readJsonReply(told.slice(told.indexOf('{')));
  const outputSchema = schema?.ok === true ? schema.value : parsed.outputSchema;
  const exchange = { body, headers: {}, at: Date.now(), endedBy: null, endedAt: null };
  return { api, ...parsed, outputSchema, ...exchange };
}

function refusalOf(
  shape: ServerShape,
  body: unknown,
  request: RecordedRequest,
): ShapedAnswer | undefined {
  const refused = shape.refuses?.find(({ field }) => hasField(body, field));
  if (refused !== undefined) return refused;
  if (shape.streamsOnly === true && !request.stream)
    return refusal('This model only supports stream mode: please set stream to true');
  const disorder = shape.wantsTurns === true ? disorderIn(request) : undefined;
  return disorder === undefined ? undefined : refusal(disorder);
}

function refusal(message: string): ShapedAnswer {
  return { status: 400, body: { error: { message, type: 'invalid_request_error' } } };
}

const follows: Record<string, string[]> = {
  start: ['user'],
  user: ['assistant'],
  assistant: ['user', 'tool'],
  tool: ['assistant', 'tool'],
};

function disorderIn({ messages: said }: RecordedRequest): string | undefined {
  let last = 'start';
  for (const { role } of said) {
    if (follows[last]?.includes(role) !== true)
      return `Unexpected role '${role}' after role '${last}'`;
    last = role;
  }
  return undefined;
}

let answers = 0;

function reply(shape: ServerShape, request: RecordedRequest): ShapedAnswer {
  answers += 1;
  const said: Said = { model: request.model, thought: 'Let me think.', callId: `call_${answers}` };
  const asked = request.messages.some(({ role }) => role === 'tool') ? undefined : request.tools[0];
  if (asked !== undefined) {
    const tool = { ...said, tool: asked.name, arguments: { city: 'Oslo' } };
    return filled(shape.tool, tool) as ShapedAnswer;
  }
  return filled(shape.text, { ...said, text: spoken(request) }) as ShapedAnswer;
}

/** What the simulated model says, and aloud what it thinks where it should hold to a schema. */
function spoken(request: RecordedRequest): string {
  const { text = '' } = simulatedReply({ ...request, tools: [] });
  if (request.outputSchema === null) return text;
  return `I have to think about [this] first.\n\n\`\`\`json\n${text}\n\`\`\`\nThat is all.`;
}

function send(response: ServerResponse, answer: ShapedAnswer, said: Said): void {
  const { status = 200, headers = {}, body, events } = filled(answer, said) as ShapedAnswer;
  if (events !== undefined) {
    response.writeHead(status, { 'content-type': 'text/event-stream', ...headers });
    response.end(events.map(frame).join(''));
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function frame(event: unknown): string {
  const data = typeof event === 'string' ? event : JSON.stringify(event);
  const { type } = typeof event === 'object' && event !== null && 'type' in event ? event : {};
  return `${typeof type === 'string' ? `event: ${type}\n` : ''}data: ${data}\n\n`;
}
