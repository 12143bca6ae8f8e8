import { describe, expect, it, onTestFinished } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import { type Script, startModelServer } from '../../../src/simulated-model/index.ts';
import type { ProviderReply } from '../../../src/activities/providers/provider.ts';
import { filled, serverShapes, type ShapedAnswer } from '../../support/shapes.ts';
import { streamedShape } from '../../support/streamed-shape.ts';
import { withoutThinking } from '../../../src/core/thinking.ts';
import { answering } from '../activities/fixtures.ts';
import { heard } from '../activities/live-text/listener.ts';
import { complete, Heard, search } from './heard-calls.ts';
import { chunk, finished, type Sent, streamOf } from './stream-of.ts';

const apis: Api[] = ['responses', 'chat', 'messages'];

async function serve(script: Script) {
  const server = await startModelServer({ script });
  onTestFinished(() => server.close());
  return server;
}

const long = 'A sentence with an ä, a 漢 and a 😀 in it, which is long enough for pieces. '.repeat(
  3,
);

/** So that pieces arrive apart: those that arrive together are told as one. */
const pace = { characters: 24, everyMs: 20 };

describe.each(apis)('a reply over %s', (api) => {
  it.each([
    ['a text', { text: long, usage: { inputTokens: 20, outputTokens: 9, cachedTokens: 5 } }],
    [
      'two calls',
      { toolCalls: ['a', 'b'].map((id) => ({ id, name: 'search', arguments: { id } })) },
    ],
    [
      'words and a call',
      { text: long, toolCalls: [{ name: 'search', arguments: { query: long } }] },
    ],
    ['one that was cut', { text: long, stop: 'length' as const }],
    ['a refusal', { text: 'I would rather not.', stop: 'refusal' as const }],
    ['nothing', { text: '' }],
    ['what was thought first', { reasoning: long, text: long }],
  ])('is the same whether or not somebody hears it: %s', async (_, answer) => {
    const server = await serve([answer, answer].map((each) => ({ ...each, pace })));
    const live = new Heard();
    const [plain, streamed] = [
      await complete(api, server.url),
      await complete(api, server.url, live),
    ];
    const known = (reply: typeof plain) => JSON.stringify(reply).replaceAll(/call_\w+?_[01]_/g, '');

    expect(known(streamed)).toBe(known(plain));
    expect(server.requests.map(({ stream }) => stream)).toEqual([false, true]);
    expect(streamed.usage).not.toBeNull();
    const asked = (streamed.turn?.toolCalls ?? []).map(({ name, arguments: text }) => ({
      name,
      text,
    }));
    expect(live.calls).toEqual(asked);
    // A refusal may be told when it is whole.
    expect([streamed.text, streamed.stop === 'refusal' && '']).toContain(live.texts.join(''));
    expect(live.texts.length).toBeGreaterThan(streamed.text === long ? 3 : -1);
  });

  it('is told as one piece where it arrives at once', async () => {
    const server = await serve([{ text: long }]);
    const live = new Heard();
    await complete(api, server.url, live);

    expect(live.texts).toEqual([long]);
  });

  it('is not streamed where the endpoint cannot', async () => {
    const server = await serve(['Yes.']);
    const live = new Heard();
    await complete(api, server.url, live, { endpoint: { capabilities: { streaming: false } } });

    expect(server.requests[0]).toMatchObject({ stream: false });
    expect(live.texts).toEqual([]);
  });

  it('is read in one piece where a server streams to nobody', async () => {
    const bodies = { chat: { choices: [{ message: { content: 'Yes' } }] } };
    const plain = JSON.stringify(
      api === 'chat'
        ? bodies.chat
        : api === 'messages'
          ? { content: [{ type: 'text', text: 'Yes' }] }
          : { output: [{ type: 'message', content: [{ type: 'output_text', text: 'Yes' }] }] },
    );
    const live = new Heard();
    const reply = await complete(api, await answering('application/json', plain), live);

    expect([reply.text, live.texts]).toEqual(['Yes', []]);
  });
});

const delta = (index: number, more: object) => ({
  type: 'content_block_delta',
  index,
  delta: more,
});

describe('what is heard', () => {
  const hear = async (api: Api, events: readonly Sent[]) => {
    const live = new Heard();
    const reply = await complete(api, await answering('text/event-stream', streamOf(events)), live);
    return { live, reply };
  };

  it.each<[string, Api, Sent[]]>([
    [
      'in a field of its own',
      'chat',
      [chunk({ reasoning_content: 'Hm' }), chunk({ reasoning: 'Hm' }), chunk({ content: 'Yes' })],
    ],
    [
      'as parts of the content',
      'chat',
      [chunk({ content: [{ type: 'thinking', thinking: 'Hm' }] }), chunk({ content: 'Yes' })],
    ],
    [
      'in blocks',
      'messages',
      [
        {
          type: 'content_block_start',
          index: 0,
          content_block: { type: 'thinking', thinking: '' },
        },
        delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
        { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
        delta(1, { type: 'text_delta', text: 'Yes' }),
      ],
    ],
    [
      'in items',
      'responses',
      [
        { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning' } },
        { type: 'response.reasoning_summary_text.delta', output_index: 0, delta: 'Hm' },
        { type: 'response.output_item.added', output_index: 1, item: { type: 'message' } },
        { type: 'response.output_text.delta', output_index: 1, delta: 'Yes' },
      ],
    ],
  ])('is never what a model thinks %s', async (_, api, events) => {
    const ends: Record<Api, Sent[]> = {
      chat: [finished('stop'), '[DONE]'],
      messages: [{ type: 'message_stop' }],
      responses: [{ type: 'response.completed', response: {} }],
    };
    const { live, reply } = await hear(api, [...events, ...ends[api]]);

    expect([live.texts, reply.text]).toEqual([['Yes'], 'Yes']);
    expect(live.thoughts).toBeGreaterThan(0);
  });

  it('is not what a model says of what it does, where it says so', async () => {
    const item = (output_index: number, phase: string) => ({
      type: 'response.output_item.added',
      output_index,
      item: { type: 'message', phase },
    });
    const text = (output_index: number, words: string) => ({
      type: 'response.output_text.delta',
      output_index,
      delta: words,
    });
    const { live } = await hear('responses', [
      item(0, 'commentary'),
      text(0, 'I look it up.'),
      item(1, 'final_answer'),
      text(1, 'Yes'),
      { type: 'response.completed', response: {} },
    ]);

    expect(live.texts).toEqual(['Yes']);
  });

  it('are the arguments of a call without a name at first', async () => {
    const call = (fields: object, index = 0) => chunk({ tool_calls: [{ index, ...fields }] });
    const { live } = await hear('chat', [
      call({ id: 'x', function: { name: 'search', arguments: '{"query"' } }),
      call({ function: { arguments: ':"a"}' } }),
      call({ id: 'y', function: { name: 'search', arguments: '{}' } }, 1),
      finished('tool_calls'),
      '[DONE]',
    ]);

    expect(live.calls).toEqual([
      { name: search.name, text: '{"query":"a"}' },
      { name: search.name, text: '{}' },
    ]);
  });
});

const said = { model: 'm', thought: 'Hm.', text: long, callId: 'c1', tool: 'search' };
const words = { ...said, arguments: { query: long } };

describe.each(serverShapes())('a reply in the shape of $server', (shape) => {
  const { api } = shape;

  it.each(['text', 'tool'] as const)('is the same when it is streamed: %s', async (kind) => {
    const { body, events } = filled(shape[kind], words) as ShapedAnswer;
    const stream = streamOf((events ?? streamedShape(api, body)) as Sent[]);
    const [streaming, whole] = [
      await answering('text/event-stream', stream),
      body === undefined ? undefined : await answering('application/json', JSON.stringify(body)),
    ];
    const live = new Heard();
    const streamed = await complete(api, streaming, live);
    const plain = await complete(api, whole ?? streaming);
    const { listener, live: text } = heard(live.texts);
    text.end(withoutThinking(streamed.text));

    expect(withOwnIds(streamed)).toEqual(withOwnIds(plain));
    expect(streamed.usage === null).toBe(shape.usage === null);
    expect(listener).toMatchObject({ said: withoutThinking(streamed.text), restarts: [] });
    const calls = (streamed.turn?.toolCalls ?? []).map(({ arguments: given }) => given);
    expect(live.calls.map((call) => call.text)).toEqual(calls);
  });
});

/** Ids that a server left out are made up. */
function withOwnIds(reply: ProviderReply): unknown {
  const known = { ...reply, lacksStreamUsage: undefined };
  return JSON.parse(JSON.stringify(known).replaceAll(/call_[\da-f-]{36}/g, 'call'));
}
