import { toReply as chatReply, chatForm } from './src/activities/providers/chat/reply.ts';
import { toReply as respReply, responseForm } from './src/activities/providers/responses/reply.ts';
import { toReply as msgReply, messageForm } from './src/activities/providers/messages/reply.ts';
import { readReply } from './src/activities/providers/http/read-reply.ts';
import { Readable } from 'node:stream';
import { serverWords } from './src/activities/providers/problems/server-words.ts';
const req: any = {
  model: 'm',
  tools: [{ name: 'search', description: '', parameters: {} }],
  can: {},
  messages: [],
  system: '',
};
const forms: any = {
  chat: [chatForm, chatReply],
  responses: [responseForm, respReply],
  messages: [messageForm, msgReply],
};
async function go(label: string, api: string, body: any, ct = 'application/json') {
  const [form, to] = forms[api];
  try {
    const r = await readReply(
      {
        body: Readable.from(
          Array.isArray(body)
            ? (body as any).map((b: any) => Buffer.from(b))
            : [Buffer.from(body as any)],
        ),
        headers: new Headers({ 'content-type': ct }),
      } as any,
      form,
    );
    const p = to(r, req);
    console.log(label, '=>', JSON.stringify(p));
  } catch (e: any) {
    console.log(
      label,
      '=> THROW',
      e.name,
      e.message,
      e.body === undefined ? '' : JSON.stringify(serverWords(e)),
    );
  }
}
const sse = (...ev: any[]) =>
  ev.map((e) => `data: ${typeof e === 'string' ? e : JSON.stringify(e)}\n\n`).join('');
const S = 'text/event-stream';
const u = { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 };
const ch = (delta: any, fr: any = null, extra: any = {}) => ({
  id: 'x',
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: fr }],
  ...extra,
});

await go(
  'A finish "" + usage each, separate network chunks',
  'chat',
  [
    sse(ch({ content: 'Hel' }, '', { usage: u })),
    sse(ch({ content: 'lo world' }, '', { usage: u })),
    sse(ch({}, 'stop', { usage: u }), '[DONE]'),
  ],
  S,
);
await go(
  'B finish "" then broken off',
  'chat',
  [sse(ch({ content: 'Hel' }, '')), sse(ch({ content: 'lo' }, ''))],
  S,
);
await go(
  'C length then trailing "" chunk',
  'chat',
  [sse(ch({ content: 'Hel' }, 'length')), sse(ch({}, '', { usage: u }), '[DONE]')],
  S,
);
await go(
  'D finish stop + usage in the same chunk followed by more',
  'chat',
  [
    sse(
      ch(
        { tool_calls: [{ index: 0, id: 'a', function: { name: 'search', arguments: '{"q":1}' } }] },
        'tool_calls',
        { usage: u },
      ),
    ),
    sse(
      ch(
        { tool_calls: [{ index: 1, id: 'b', function: { name: 'search', arguments: '{"q":2}' } }] },
        'tool_calls',
        { usage: u },
      ),
      '[DONE]',
    ),
  ],
  S,
);
await go(
  'E minimax final chunk message full no delta',
  'chat',
  sse(ch({ content: 'he' }), ch({ content: 'y' }), {
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: 'hey' }, finish_reason: 'stop' }],
    usage: u,
  }),
  S,
);
await go(
  'F choice.error without finish',
  'chat',
  JSON.stringify({
    choices: [
      {
        error: { code: 502, message: 'Upstream died' },
        message: { content: '' },
        finish_reason: null,
      },
    ],
  }),
);
await go(
  'G choice.error in stream without finish',
  'chat',
  sse(
    ch({ content: 'he' }),
    {
      choices: [
        {
          delta: { content: '' },
          error: { code: 502, message: 'Upstream died' },
          finish_reason: 'stop',
        },
      ],
    },
    '[DONE]',
  ),
  S,
);
await go(
  'H top error + empty choices msg',
  'chat',
  JSON.stringify({
    error: { code: 429, message: 'Rate limited upstream' },
    choices: [{ message: { content: null }, finish_reason: null }],
    usage: null,
  }),
);
await go(
  'I usage first chunk then finish',
  'chat',
  [
    sse(
      ch({ role: 'assistant', content: '' }, null, {
        usage: { prompt_tokens: 5, completion_tokens: 0, total_tokens: 5 },
      }),
    ),
    sse(ch({ content: 'hello' }, 'stop')),
    sse({ choices: [], usage: u }, '[DONE]'),
  ],
  S,
);
await go(
  'J responses: error string failed',
  'responses',
  JSON.stringify({ status: 'failed', error: 'CUDA out of memory', output: [] }),
);
await go(
  'K multi-choice finish: index1 first',
  'chat',
  JSON.stringify({
    choices: [
      { index: 0, message: { content: 'x' }, finish_reason: 'length' },
      { index: 1, message: { content: '', tool_calls: [] }, finish_reason: 'tool_calls' },
    ],
    usage: u,
  }),
);
await go(
  'L responses incomplete content_filter w/out output',
  'responses',
  JSON.stringify({
    status: 'incomplete',
    incomplete_details: { reason: 'content_filter' },
    output: [],
    usage: null,
  }),
);
await go(
  'M messages: server error event plain',
  'messages',
  sse(
    { type: 'message_start', message: { usage: { input_tokens: 1 } } },
    { message: 'Internal server error', code: 500 },
  ),
  S,
);
await go('N bedrock mid-stream', 'messages', sse({ internalServerException: { message: 'x' } }), S);
await go(
  'O messages prose error 200',
  'messages',
  JSON.stringify({ content: [], error: { message: 'boom' } }),
);
