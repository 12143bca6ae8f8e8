import type { Answer } from '../../src/simulated-model/answer.ts';
import type { RecordedRequest } from '../../src/simulated-model/recorded-request.ts';
import { chat } from '../../src/simulated-model/wire/chat.ts';
import { messages } from '../../src/simulated-model/wire/messages.ts';
import { responses } from '../../src/simulated-model/wire/responses.ts';
import type { Wire } from '../../src/simulated-model/wire/wire.ts';

type Json = Record<string, unknown>;
type Change = (body: Json) => void;

/** Numbers from 0 to 1, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const objects = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);
const messageOf = (body: Json) => objects(body['choices'])[0]?.['message'] as Json | undefined;
const halves = (text: string) => [text.slice(0, text.length / 2), text.slice(text.length / 2)];

const counted: Change = (body) => {
  const usage = (body['usage'] ?? {}) as Json;
  for (const [name, value] of Object.entries(usage))
    if (typeof value === 'number') usage[name] = String(value);
};
const unknownFields: Change = (body) => {
  Object.assign(body, {
    provider: 'x',
    timings: { ms: 1 },
    error: null,
    detail: null,
    citations: [],
  });
};
const nameless: Change = (body) => {
  for (const field of ['id', 'object', 'created', 'created_at', 'type', 'system_fingerprint'])
    delete body[field];
};

/** Ways in which servers differ from an API, which are no reason to ask again. */
const changes: Record<Wire['api'], readonly Change[]> = {
  chat: [
    counted,
    unknownFields,
    nameless,
    (body) => {
      const message = messageOf(body);
      if (typeof message?.['content'] === 'string')
        message['content'] = halves(message['content']).map((text) => ({ type: 'text', text }));
    },
    (body) => {
      const message = messageOf(body);
      delete message?.['role'];
      if (message?.['tool_calls'] === undefined) Object.assign(message ?? {}, { tool_calls: [] });
    },
    (body) => {
      const [choice] = objects(body['choices']);
      if (choice?.['finish_reason'] === 'stop') choice['finish_reason'] = 'eos_token';
      if (choice?.['finish_reason'] === 'length') choice['finish_reason'] = 'MAX_TOKENS';
    },
  ],
  responses: [
    counted,
    unknownFields,
    nameless,
    (body) => {
      for (const item of objects(body['output']))
        for (const part of objects(item['content']).splice(0))
          objects(item['content']).push(
            ...(typeof part['text'] === 'string'
              ? halves(part['text']).map((text) => ({ ...part, text }))
              : [part]),
          );
    },
    (body) => {
      const output = objects(body['output']);
      const said = output.filter(({ type }) => type === 'message');
      if (said.length !== 1) return;
      Object.assign(said[0] ?? {}, { phase: 'final_answer' });
      const text = [{ type: 'output_text', text: 'I will answer now.' }];
      output.unshift({ type: 'message', phase: 'commentary', content: text });
    },
  ],
  messages: [
    counted,
    unknownFields,
    nameless,
    (body) => {
      const content = objects(body['content']);
      body['content'] = content.flatMap((block) =>
        block['type'] === 'text' && typeof block['text'] === 'string' && block['text'].length > 1
          ? halves(block['text']).map((text) => ({ ...block, text }))
          : [block],
      );
    },
  ],
};

/** Words around the JSON of a reply that should be nothing else. */
const around = [
  (json: string) => `Here it is:\n\n\`\`\`json\n${json}\n\`\`\`\nAnything else?`,
  (json: string) => `\`\`\`\n${json}\n\`\`\``,
  (json: string) => `I have thought about [it]. ${json}`,
  (json: string) => `\n  ${json}\n`,
];

/** Has the scripted server wrap every reply in a random one of the tolerated shapes. */
export function wrapReplies(random: () => number): void {
  for (const wire of [chat, responses, messages]) {
    const render = wire.render.bind(wire);
    wire.render = (answer: Answer, request: RecordedRequest) => {
      const body = render(wordy(answer, request, random), request) as Json;
      for (const change of changes[wire.api]) if (random() < 0.3) change(body);
      return body;
    };
  }
}

function wordy(
  answer: Answer,
  { outputSchema, tools }: RecordedRequest,
  random: () => number,
): Answer {
  const isJson = /^\s*[[{]/.test(answer.text) && answer.stop === 'end';
  if (outputSchema === null || !isJson || tools.length > 0 || random() < 0.3) return answer;
  const wrap = around[Math.floor(random() * around.length)];
  return { ...answer, text: wrap?.(answer.text) ?? answer.text };
}
