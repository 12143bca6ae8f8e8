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
async function go(label: string, api: string, body: string, ct = 'application/json') {
  const [form, to] = forms[api];
  try {
    const r = await readReply(
      {
        body: Readable.from([Buffer.from(body)]),
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
// chat plain
await go(
  'c1 null content+reasoning only',
  'chat',
  JSON.stringify({
    choices: [
      {
        message: { role: 'assistant', content: null, reasoning_content: 'Answer in reasoning' },
        finish_reason: 'stop',
      },
    ],
    usage: u,
  }),
);
await go(
  'c2 error+choices empty',
  'chat',
  JSON.stringify({ choices: [], usage: null, error: null }),
);
await go(
  'c3 choices null',
  'chat',
  JSON.stringify({ id: 'x', choices: null, object: 'chat.completion' }),
);
await go(
  'c4 two choices tool',
  'chat',
  JSON.stringify({
    choices: [
      { message: { content: 'hello' }, finish_reason: 'stop' },
      {
        message: {
          content: '',
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'search', arguments: {} } }],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage: u,
  }),
);
await go(
  'c5 args null',
  'chat',
  JSON.stringify({
    choices: [
      {
        message: {
          content: '',
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'search', arguments: null } },
          ],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage: u,
  }),
);
await go(
  'c6 args empty string',
  'chat',
  JSON.stringify({
    choices: [
      {
        message: {
          content: '',
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'search', arguments: '' } }],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage: u,
  }),
);
await go(
  'c7 error with good choice',
  'chat',
  JSON.stringify({
    choices: [
      {
        message: { content: 'partial' },
        finish_reason: 'error',
        error: { code: 502, message: 'Provider died' },
      },
    ],
    usage: u,
  }),
);
await go(
  'c8 top error and choices',
  'chat',
  JSON.stringify({
    error: { message: 'x', code: 429 },
    choices: [{ message: { content: '' }, finish_reason: null }],
  }),
);
await go(
  'c9 finish number',
  'chat',
  JSON.stringify({ choices: [{ message: { content: 'hi' }, finish_reason: 3 }], usage: u }),
);
await go(
  'c10 content obj',
  'chat',
  JSON.stringify({
    choices: [{ message: { content: { answer: 1 } }, finish_reason: 'stop' }],
    usage: u,
  }),
);
await go(
  'c11 content parts thinking (mistral)',
  'chat',
  JSON.stringify({
    choices: [
      {
        message: {
          content: [
            { type: 'thinking', thinking: [{ type: 'text', text: 'hmm' }] },
            { type: 'text', text: 'Answer' },
          ],
        },
        finish_reason: 'stop',
      },
    ],
    usage: u,
  }),
);
await go(
  'c12 json-wrapped in string',
  'chat',
  JSON.stringify(JSON.stringify({ choices: [{ message: { content: 'hi' } }] })),
);
await go(
  'c13 wrapped {data:}',
  'chat',
  JSON.stringify({
    code: 0,
    data: { choices: [{ message: { content: 'hi' }, finish_reason: 'stop' }] },
  }),
);
await go(
  'c14 BOM',
  'chat',
  '\ufeff' +
    JSON.stringify({ choices: [{ message: { content: 'hi' }, finish_reason: 'stop' }], usage: u }),
);
await go(
  'c15 ollama native',
  'chat',
  JSON.stringify({
    model: 'm',
    message: { role: 'assistant', content: 'hi' },
    done: true,
    prompt_eval_count: 3,
    eval_count: 2,
  }),
);
await go(
  'c16 message string',
  'chat',
  JSON.stringify({ choices: [{ message: 'hi', finish_reason: 'stop' }], usage: u }),
);
await go(
  'c17 message null, finish error',
  'chat',
  JSON.stringify({ choices: [{ message: null, finish_reason: 'content_filter' }], usage: u }),
);
await go(
  'c18 refusal + content',
  'chat',
  JSON.stringify({
    choices: [{ message: { content: 'The answer is 4', refusal: '' }, finish_reason: 'stop' }],
    usage: u,
  }),
);
await go(
  'c19 logprobs newlines keepalive',
  'chat',
  '\n\n\n  ' +
    JSON.stringify({ choices: [{ message: { content: 'hi' }, finish_reason: 'stop' }], usage: u }),
);
await go(
  'c20 : OPENROUTER PROCESSING plain',
  'chat',
  ': OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n' +
    JSON.stringify({ choices: [{ message: { content: 'hi' }, finish_reason: 'stop' }], usage: u }),
  'application/json',
);
await go(
  'c21 lone surrogate',
  'chat',
  '{"choices":[{"message":{"content":"hi \\ud83d"},"finish_reason":"stop"}]}',
);
await go(
  'c22 usage strings/neg',
  'chat',
  JSON.stringify({
    choices: [{ message: { content: 'hi' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: -1, completion_tokens: '3' },
  }),
);
await go(
  'c23 finish tool_calls; no tools',
  'chat',
  JSON.stringify({
    choices: [{ message: { content: null, tool_calls: [] }, finish_reason: 'tool_calls' }],
    usage: u,
  }),
);
await go(
  'c24 tool name in type custom',
  'chat',
  JSON.stringify({
    choices: [
      {
        message: {
          content: null,
          tool_calls: [{ id: 1, type: 'function', name: 'search', arguments: { q: 1 } }],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage: u,
  }),
);
// streamed
await go(
  's1 no index two calls',
  'chat',
  sse(
    ch({ role: 'assistant', content: null }),
    ch({
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'search', arguments: '{"q":' } }],
    }),
    ch({ tool_calls: [{ function: { arguments: '1}' } }] }),
    ch({ tool_calls: [{ id: 'b', function: { name: 'search', arguments: '{"q":2}' } }] }),
    ch({}, 'tool_calls'),
    { choices: [], usage: u },
    '[DONE]',
  ),
  S,
);
await go(
  's2 two at index0',
  'chat',
  sse(
    ch({ tool_calls: [{ index: 0, id: 'a', function: { name: 'search', arguments: '{"q":1}' } }] }),
    ch({ tool_calls: [{ index: 0, id: 'b', function: { name: 'search', arguments: '{"q":' } }] }),
    ch({ tool_calls: [{ index: 0, function: { arguments: '2}' } }] }),
    ch({}, 'tool_calls', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's2b two at index0, id repeated every piece',
  'chat',
  sse(
    ch({ tool_calls: [{ index: 0, id: 'a', function: { name: 'search', arguments: '{"q":' } }] }),
    ch({ tool_calls: [{ index: 0, id: 'a', function: { name: 'search', arguments: '1}' } }] }),
    ch({}, 'tool_calls', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's2c no index, name repeated, id same',
  'chat',
  sse(
    ch({ tool_calls: [{ id: 'a', function: { name: 'search', arguments: '{"q":' } }] }),
    ch({ tool_calls: [{ id: 'a', function: { name: 'search', arguments: '1}' } }] }),
    ch({}, 'tool_calls', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's2d new random id each piece',
  'chat',
  sse(
    ch({ tool_calls: [{ index: 0, id: 'a', function: { name: 'search', arguments: '{"q":' } }] }),
    ch({ tool_calls: [{ index: 0, id: 'chatcmpl-tool-zz', function: { arguments: '1}' } }] }),
    ch({}, 'tool_calls', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's2e two full calls same index, no ids',
  'chat',
  sse(
    ch({ tool_calls: [{ index: 0, function: { name: 'search', arguments: '{"q":1}' } }] }),
    ch({ tool_calls: [{ index: 0, function: { name: 'search', arguments: '{"q":2}' } }] }),
    ch({}, 'tool_calls', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's2f full delta repeated name "" args obj',
  'chat',
  sse(
    ch({ tool_calls: [{ index: 0, id: 'a', function: { name: 'search', arguments: '' } }] }),
    ch({ tool_calls: [{ index: 0, id: '', function: { name: '', arguments: '{"q":1}' } }] }),
    ch({ tool_calls: [{ index: 0, id: '', function: { name: null, arguments: null } }] }),
    ch({}, 'tool_calls', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's3 usage last',
  'chat',
  sse(ch({ content: 'Hel' }), ch({ content: 'lo' }, 'stop'), { choices: [], usage: u }, '[DONE]'),
  S,
);
await go(
  's3b usage in every chunk, running',
  'chat',
  sse(
    ch({ content: 'Hel' }, null, {
      usage: { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 },
    }),
    ch({ content: 'lo' }, 'stop', {
      usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
    }),
    { choices: [], usage: u },
    '[DONE]',
  ),
  S,
);
await go(
  's3c finish then more content',
  'chat',
  sse(
    ch({ content: 'Hel' }, 'stop', {
      usage: { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 },
    }),
    ch({ content: 'lo' }, null),
    '[DONE]',
  ),
  S,
);
await go(
  's4 error mid',
  'chat',
  sse(ch({ content: 'Hel' }), {
    error: { code: 502, message: 'Provider disconnected' },
    choices: [{ delta: { content: '' }, finish_reason: 'error' }],
  }),
  S,
);
await go(
  's4b error mid as event:error text',
  'chat',
  sse(ch({ content: 'Hel' })) + 'event: error\ndata: upstream died\n\n',
  S,
);
await go(
  's4c {"message"} error mid',
  'chat',
  sse(ch({ content: 'Hel' }), { message: 'quota exceeded', code: 429 }),
  S,
);
await go(
  's4d {detail}, {object:error}',
  'chat',
  sse(ch({ content: 'Hel' }), {
    object: 'error',
    message: 'vllm died',
    code: 500,
    type: 'InternalServerError',
  }),
  S,
);
await go(
  's4e first event error',
  'chat',
  sse({ object: 'error', message: 'vllm: model x not found', code: 404 }),
  S,
);
await go(
  's5 no finish but DONE',
  'chat',
  sse(ch({ content: 'Hel' }), ch({ content: 'lo' }), '[DONE]'),
  S,
);
await go(
  's6 finish "" all along',
  'chat',
  sse(
    ch({ content: 'Hel' }, ''),
    ch({ content: 'lo' }, ''),
    ch({}, 'stop', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's6b finish "" with usage each (cut)',
  'chat',
  sse(
    ch({ content: 'Hel' }, '', { usage: u }),
    ch({ content: 'lo' }, '', { usage: u }),
    ch({}, 'stop', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's6c finish "null" string',
  'chat',
  sse(
    ch({ content: 'Hel' }, 'null', { usage: u }),
    ch({ content: 'lo' }, 'null', { usage: u }),
    ch({}, 'stop', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's7 usage null each chunk w/ usage zero',
  'chat',
  sse(
    ch({ content: 'Hel' }, null, {
      usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    }),
    ch({ content: 'lo' }, 'stop', {
      usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    }),
    { choices: [], usage: u },
    '[DONE]',
  ),
  S,
);
await go(
  's8 CRLF + comments',
  'chat',
  ': PING\r\n\r\n' +
    sse(ch({ content: 'Hel' }), ch({ content: 'lo' }, 'stop', { usage: u }), '[DONE]').replaceAll(
      '\n',
      '\r\n',
    ),
  S,
);
await go(
  's9 text/plain ct',
  'chat',
  sse(ch({ content: 'hi' }, 'stop', { usage: u }), '[DONE]'),
  'text/plain',
);
await go(
  's10 NDJSON',
  'chat',
  [ch({ content: 'hi' }), ch({ content: '!' }, 'stop')].map((x) => JSON.stringify(x)).join('\n'),
  'application/x-ndjson',
);
await go(
  's11 delta null',
  'chat',
  sse(
    { choices: [{ delta: null, finish_reason: null }] },
    { choices: null },
    { choices: [null] },
    ch({ content: 'hi' }, 'stop', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's12 text completions stream',
  'chat',
  sse(
    { choices: [{ text: 'he', finish_reason: null }] },
    { choices: [{ text: 'y', finish_reason: 'stop' }] },
    '[DONE]',
  ),
  S,
);
await go(
  's13 final chunk message full',
  'chat',
  sse(
    ch({ content: 'he' }),
    ch({ content: 'y' }),
    { choices: [{ delta: {}, message: { content: 'hey' }, finish_reason: 'stop' }] },
    '[DONE]',
  ),
  S,
);
await go(
  's14 azure first chunk prompt_filter_results',
  'chat',
  sse(
    { choices: [], prompt_filter_results: [{}], id: '', model: '' },
    ch({ role: 'assistant', content: '' }),
    ch({ content: 'hi' }),
    ch({}, 'stop'),
    {
      choices: [
        { content_filter_offsets: {}, index: 0, finish_reason: null, content_filter_results: {} },
      ],
    },
    { choices: [], usage: u },
    '[DONE]',
  ),
  S,
);
await go(
  's15 choices by index 1',
  'chat',
  sse(
    {
      choices: [
        { index: 0, delta: { content: 'A' } },
        { index: 1, delta: { content: 'B' } },
      ],
    },
    ch({}, 'stop'),
    '[DONE]',
  ),
  S,
);
await go(
  's16 function_call stream',
  'chat',
  sse(
    ch({ function_call: { name: 'search', arguments: '{"q"' } }),
    ch({ function_call: { arguments: ':1}' } }),
    ch({}, 'function_call', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's17 call pieces in odd order',
  'chat',
  sse(
    ch({ tool_calls: [{ index: 1, id: 'b', function: { name: 'search', arguments: '{}' } }] }),
    ch({ tool_calls: [{ index: 0, id: 'a', function: { name: 'search', arguments: '{"q":1}' } }] }),
    ch({}, 'tool_calls', { usage: u }),
    '[DONE]',
  ),
  S,
);
await go(
  's18 finish tool_calls with usage before tool piece',
  'chat',
  sse(
    ch({ tool_calls: [{ index: 0, id: 'a', function: { name: 'search', arguments: '' } }] }, null, {
      usage: u,
    }),
    ch({ tool_calls: [{ index: 0, function: { arguments: '{"q":1}' } }] }, 'tool_calls', {
      usage: u,
    }),
  ),
  S,
);
await go(
  's19 data w/o space, no trailing newline',
  'chat',
  'data:' + JSON.stringify(ch({ content: 'hi' }, 'stop', { usage: u })),
  S,
);
await go(
  's20 error null fields',
  'chat',
  sse(ch({ content: 'hi' }, 'stop', { error: null, usage: u }), '[DONE]'),
  S,
);
// responses
const R = (o: any) => ({
  id: 'r',
  object: 'response',
  status: 'completed',
  model: 'm',
  output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'hi' }] }],
  usage: { input_tokens: 4, output_tokens: 2 },
  ...o,
});
await go('r1', 'responses', JSON.stringify(R({})));
await go(
  'r2 output null + output_text',
  'responses',
  JSON.stringify(R({ output: null, output_text: 'hey' })),
);
await go(
  'r3 output obj',
  'responses',
  JSON.stringify(R({ output: { type: 'message', content: 'x' } })),
);
await go('r4 output string', 'responses', JSON.stringify(R({ output: 'plain text' })));
await go(
  'r5 tool_calls finish; args obj',
  'responses',
  JSON.stringify(
    R({ output: [{ type: 'function_call', call_id: 'c', name: 'search', arguments: { q: 1 } }] }),
  ),
);
await go(
  'r6 status null error null',
  'responses',
  JSON.stringify(R({ status: null, error: null })),
);
await go(
  'r7 chat shape at responses',
  'responses',
  JSON.stringify({ choices: [{ message: { content: 'hi' }, finish_reason: 'stop' }] }),
);
await go('r8 empty output completed w/ usage', 'responses', JSON.stringify(R({ output: [] })));
await go(
  'r9 error string',
  'responses',
  JSON.stringify(R({ error: 'boom', status: 'failed', output: [] })),
);
await go(
  'r10 failed',
  'responses',
  JSON.stringify(
    R({
      error: { code: 'rate_limit_exceeded', message: 'Rate limit reached' },
      status: 'failed',
      output: [],
    }),
  ),
);
await go(
  'rs1 completed without output',
  'responses',
  sse(
    { type: 'response.created', response: {} },
    {
      type: 'response.output_item.done',
      item: { type: 'message', content: [{ type: 'output_text', text: 'hi' }] },
    },
    {
      type: 'response.completed',
      response: { status: 'completed', usage: { input_tokens: 1, output_tokens: 1 } },
    },
  ),
  S,
);
await go(
  'rs2 only deltas, completed w/o output',
  'responses',
  sse(
    { type: 'response.output_text.delta', delta: 'he', output_index: 0 },
    { type: 'response.output_text.delta', delta: 'y', output_index: 0 },
    { type: 'response.output_text.done', text: 'hey' },
    { type: 'response.completed', response: { status: 'completed' } },
  ),
  S,
);
await go(
  'rs3 completed response null',
  'responses',
  sse(
    {
      type: 'response.output_item.done',
      item: { type: 'message', content: [{ type: 'output_text', text: 'hi' }] },
    },
    { type: 'response.completed', response: null },
  ),
  S,
);
await go(
  'rs4 response.failed',
  'responses',
  sse({
    type: 'response.failed',
    response: { status: 'failed', error: { code: 'server_error', message: 'oops' } },
  }),
  S,
);
await go(
  'rs5 error event top',
  'responses',
  sse({ type: 'error', code: 'rate_limit_exceeded', message: 'Too fast', param: null }),
  S,
);
await go(
  'rs6 items odd order',
  'responses',
  sse(
    {
      type: 'response.output_item.done',
      output_index: 1,
      item: { type: 'message', content: [{ type: 'output_text', text: 'second' }] },
    },
    {
      type: 'response.output_item.done',
      output_index: 0,
      item: { type: 'message', content: [{ type: 'output_text', text: 'first' }] },
    },
    { type: 'response.completed', response: { status: 'completed', output: [] } },
  ),
  S,
);
await go(
  'rs7 response.done',
  'responses',
  sse(
    {
      type: 'response.output_item.done',
      item: { type: 'message', content: [{ type: 'output_text', text: 'hi' }] },
    },
    { type: 'response.done', response: { status: 'completed' } },
    '[DONE]',
  ),
  S,
);
await go(
  'rs8 event name only, no type in data',
  'responses',
  'event: response.completed\ndata: ' + JSON.stringify({ response: R({}) }) + '\n\n',
  S,
);
await go(
  'rs9 fn args only as delta',
  'responses',
  sse(
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { type: 'function_call', call_id: 'c', name: 'search', arguments: '' },
    },
    { type: 'response.function_call_arguments.delta', output_index: 0, delta: '{"q":1}' },
    { type: 'response.function_call_arguments.done', output_index: 0, arguments: '{"q":1}' },
    { type: 'response.completed', response: { status: 'completed', output: [] } },
  ),
  S,
);
await go(
  'rs10 completed output partial: reasoning only',
  'responses',
  sse(
    {
      type: 'response.output_item.done',
      item: { type: 'message', content: [{ type: 'output_text', text: 'hi' }] },
    },
    {
      type: 'response.completed',
      response: { status: 'completed', output: [{ type: 'reasoning', summary: [] }] },
    },
  ),
  S,
);
await go(
  'rs11 status in_progress in completed event',
  'responses',
  sse({ type: 'response.completed', response: R({ status: 'in_progress' }) }),
  S,
);
// messages
const M = (o: any) => ({
  id: 'm',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [{ type: 'text', text: 'hi' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 3, output_tokens: 1 },
  ...o,
});
await go('m1 content null', 'messages', JSON.stringify(M({ content: null })));
await go('m2 content {}', 'messages', JSON.stringify(M({ content: { type: 'text', text: 'x' } })));
await go('m3 content string', 'messages', JSON.stringify(M({ content: 'x' })));
await go(
  'm4 tool input string',
  'messages',
  JSON.stringify(
    M({
      content: [{ type: 'tool_use', id: 't', name: 'search', input: '{"q":1}' }],
      stop_reason: 'tool_use',
    }),
  ),
);
await go(
  'm5 chat shape',
  'messages',
  JSON.stringify({ choices: [{ message: { content: 'x' }, finish_reason: 'stop' }] }),
);
await go(
  'm6 error + content',
  'messages',
  JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
);
await go('m7 pause_turn', 'messages', JSON.stringify(M({ stop_reason: 'pause_turn' })));
await go(
  'm8 model_context_window_exceeded',
  'messages',
  JSON.stringify(M({ stop_reason: 'model_context_window_exceeded' })),
);
await go('m9 usage null', 'messages', JSON.stringify(M({ usage: null })));
const ms = {
  type: 'message_start',
  message: {
    id: 'm',
    role: 'assistant',
    content: [],
    model: 'm',
    usage: { input_tokens: 5, output_tokens: 1 },
  },
};
await go(
  'ms1 delta without usage',
  'messages',
  sse(
    ms,
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
    { type: 'message_stop' },
  ),
  S,
);
await go(
  'ms2 no index',
  'messages',
  sse(
    ms,
    { type: 'content_block_start', content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', delta: { type: 'text_delta', text: 'he' } },
    { type: 'content_block_delta', delta: { type: 'text_delta', text: 'y' } },
    { type: 'content_block_stop' },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } },
    { type: 'message_stop' },
  ),
  S,
);
await go(
  'ms2b no index tool',
  'messages',
  sse(
    ms,
    {
      type: 'content_block_start',
      content_block: { type: 'tool_use', id: 't', name: 'search', input: {} },
    },
    { type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '{"q":' } },
    { type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '1}' } },
    { type: 'content_block_stop' },
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 4 } },
    { type: 'message_stop' },
  ),
  S,
);
await go(
  'ms3 no message_start',
  'messages',
  sse(
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn' },
      usage: { input_tokens: 3, output_tokens: 4 },
    },
    { type: 'message_stop' },
  ),
  S,
);
await go(
  'ms4 error mid',
  'messages',
  sse(ms, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
  S,
);
await go(
  'ms5 no message_stop but stop_reason',
  'messages',
  sse(
    ms,
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } },
  ),
  S,
);
await go(
  'ms6 message_delta usage input 0 overrides',
  'messages',
  sse(
    {
      ...ms,
      message: {
        ...ms.message,
        usage: { input_tokens: 100, cache_read_input_tokens: 50, output_tokens: 1 },
      },
    },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn' },
      usage: { input_tokens: 0, output_tokens: 4 },
    },
    { type: 'message_stop' },
  ),
  S,
);
await go(
  'ms7 delta null',
  'messages',
  sse(
    ms,
    { type: 'content_block_start', index: 0, content_block: null },
    { type: 'content_block_delta', index: 0, delta: null },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } },
    { type: 'message_delta', delta: null, usage: null },
    { type: 'message_stop' },
  ),
  S,
);
await go(
  'ms8 event name no type',
  'messages',
  'event: message_start\ndata: ' +
    JSON.stringify({ message: ms.message }) +
    '\n\nevent: content_block_delta\ndata: {"index":0,"delta":{"text":"hi"}}\n\nevent: message_stop\ndata: {}\n\n',
  S,
);
await go(
  'ms9 delta before start',
  'messages',
  sse(
    ms,
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'h' } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'i' } },
    { type: 'message_stop' },
  ),
  S,
);
await go(
  'ms10 messages sends message_start with content and stop in one',
  'messages',
  sse({ type: 'message_start', message: M({}) }, { type: 'message_stop' }),
  S,
);
await go(
  'ms11 empty partial json tool no args',
  'messages',
  sse(
    ms,
    {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', id: 't', name: 'search', input: {} },
    },
    {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'input_json_delta', partial_json: '' },
    },
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 2 } },
    { type: 'message_stop' },
  ),
  S,
);
