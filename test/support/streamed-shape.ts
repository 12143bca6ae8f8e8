import type { Api } from '../../src/core/provider-apis.ts';

type Body = Record<string, unknown>;

const objects = (value: unknown) => (Array.isArray(value) ? (value as Body[]) : []);
const halves = (text: string) => {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
};

/** A body of a server's as its API streams it: what is a text in it comes in two pieces. */
export function streamedShape(api: Api, body: unknown): unknown[] {
  return streams[api](body as Body);
}

const streams: Record<Api, (body: Body) => unknown[]> = {
  chat({ choices, usage, ...top }) {
    const [choice = {}] = objects(choices);
    const { message, finish_reason, ...more } = choice;
    const chunk = (delta: unknown, ended: object = { finish_reason: null }) => ({
      ...top,
      choices: [{ ...more, delta, ...ended }],
    });
    const deltas = Object.entries(message as Body).flatMap(([name, value]) =>
      deltasOf(name, value),
    );
    const counted = usage === undefined ? [] : [{ ...top, choices: [], usage }];
    const ends = [chunk({}, { finish_reason }), ...counted, '[DONE]'];
    return [...deltas.map((delta) => chunk(delta)), ...ends];
  },
  responses({ output, ...top }) {
    const items = objects(output).flatMap((item, output_index) => {
      const at = { output_index, item_id: item['id'] };
      return [
        { type: 'response.output_item.added', output_index, item: { ...item, content: [] } },
        ...(typeof item['arguments'] === 'string' ? halves(item['arguments']) : []).map(
          (delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta }),
        ),
        ...objects(item['content']).flatMap(({ text }, content_index) =>
          typeof text === 'string'
            ? halves(text).map((delta) => ({
                ...{ type: 'response.output_text.delta', ...at, content_index, delta },
              }))
            : [],
        ),
        { type: 'response.output_item.done', output_index, item },
      ];
    });
    const created = { type: 'response.created', response: { ...top, output: [], usage: null } };
    return [created, ...items, { type: 'response.completed', response: { ...top, output } }];
  },
  messages({ content, stop_reason, usage, ...top }) {
    const blocks = objects(content).flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: emptied(block) },
      ...blockDeltas(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]);
    const message = { ...top, content: [], usage: { ...(usage as Body), output_tokens: 1 } };
    return [
      { type: 'message_start', message },
      { type: 'ping' },
      ...blocks,
      { type: 'message_delta', delta: { stop_reason }, usage },
      { type: 'message_stop' },
    ];
  },
};

/** A field of a message as deltas have it. */
function deltasOf(name: string, value: unknown): Body[] {
  const isText = typeof value === 'string' && name !== 'role';
  if (isText) return halves(value).map((piece) => ({ [name]: piece }));
  if (name !== 'tool_calls') return [{ [name]: value }];
  return objects(value).flatMap((call, index) => {
    const asked = call['function'] as Body;
    const given = asked['arguments'];
    const pieces = typeof given === 'string' ? halves(given) : [given];
    return pieces.map((piece, at) => ({
      tool_calls: [
        at === 0
          ? { ...call, index, function: { ...asked, arguments: piece } }
          : { index, function: { arguments: piece } },
      ],
    }));
  });
}

const texts = { text: '', thinking: '', signature: '' };

function emptied(block: Body): Body {
  const kept = Object.keys(texts).filter((name) => name in block);
  const empty = Object.fromEntries(kept.map((name) => [name, '']));
  return { ...block, ...empty, ...('input' in block && { input: {} }) };
}

function blockDeltas(block: Body): Body[] {
  const { text, thinking, signature, input } = block;
  const each = (field: string, value: unknown) =>
    typeof value === 'string' ? halves(value).map((piece) => ({ [field]: piece })) : [];
  return [
    ...each('text', text),
    ...each('thinking', thinking),
    ...each('signature', signature),
    ...each('partial_json', input === undefined ? undefined : JSON.stringify(input)),
  ];
}
