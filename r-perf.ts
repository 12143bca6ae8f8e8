import { chatAssembler } from './src/activities/providers/chat/stream.ts';
import { serverWords } from './src/activities/providers/problems/server-words.ts';
import { EventReader } from './src/activities/providers/http/events.ts';
import { toReply } from './src/activities/providers/chat/reply.ts';
const time = (l: string, f: () => unknown) => {
  const t = performance.now();
  try {
    f();
  } catch (e: any) {
    console.log('  threw', e.name, String(e.message).slice(0, 80));
  }
  console.log(l, Math.round(performance.now() - t), 'ms');
};
{
  const n = 30_000;
  const body = `data: {"choices":[{"delta":{"tool_calls":[${Array.from({ length: n }, (_, i) => `{"index":${i}}`).join(',')}]}}]}\n\n`;
  console.log('bytes', body.length);
  time(`one event with ${n} tool calls`, () =>
    new EventReader(chatAssembler()).feed(Buffer.from(body)),
  );
}
{
  const one = `data: {"choices":[{"delta":{"reasoning_details":[{}]}}]}\n\n`;
  const n = 20_000;
  console.log('bytes', one.length * n);
  const r = new EventReader(chatAssembler());
  time(`${n} events with reasoning_details`, () => r.feed(Buffer.from(one.repeat(n))));
}
{
  const r = new EventReader(chatAssembler());
  const line = Buffer.from('x'.repeat(1024));
  r.feed(Buffer.from('data: "'));
  const t = performance.now();
  let fed = 0;
  while (performance.now() - t < 2500 && fed < 16 * 1024 * 1024) {
    r.feed(line);
    fed += line.length;
  }
  console.log('endless line in 1 KB chunks: fed', fed, 'in', Math.round(performance.now() - t));
}
{
  const str = (i: number) => 'a'.repeat(19_990) + String(i).padStart(5, '0');
  const body = {
    errors: Array.from({ length: 14 }, (_, a) =>
      Array.from({ length: 20 }, (_, b) => str(a * 20 + b)),
    ),
  };
  time('serverWords 280 x 20k', () => serverWords({ body }));
}
{
  const n = 40_000;
  const calls = Array.from({ length: n }, () => ({
    id: 'a',
    function: { name: 'search', arguments: {} },
  }));
  time('toReply 40k calls', () =>
    toReply({ choices: [{ message: { content: '', tool_calls: calls } }] }, {
      model: 'm',
      tools: [{}],
    } as any),
  );
}
