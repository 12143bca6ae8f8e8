import { messageAssembler } from './src/activities/providers/messages/stream.ts';
import { EventReader } from './src/activities/providers/http/events.ts';
import { warningsOf } from './src/activities/reply-warnings.ts';
import { toolCalledInText } from './src/activities/structured-output/tool-call-text.ts';
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
  const keys = Array.from({ length: 20_000 }, (_, i) => `"k${i}":0`).join(',');
  const start = `data: {"type":"content_block_start","index":0,"content_block":{"type":"text",${keys}}}\n\n`;
  const d = `data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}\n\n`;
  const r = new EventReader(messageAssembler());
  r.feed(Buffer.from(start));
  time('500 deltas on a block of 20k keys (45 KB)', () => r.feed(Buffer.from(d.repeat(500))));
}
for (const [a, b] of [
  ['gpt-4o', 'gpt-4o-mini'],
  ['gpt-5.4-mini', 'gpt-5.4'],
  ['claude-opus-4', 'claude-sonnet-4'],
  ['gemini-2.5-flash', 'gemini-2.5-flash-lite'],
  ['llama-3.3-70b', 'llama-3.3-70b-instruct-turbo'],
  ['anthropic/claude-sonnet-4.5', 'anthropic/claude-4.5-sonnet-20250929'],
  ['deepseek-chat', 'deepseek-v3.2'],
  ['/models/llama', 'llama'],
  ['o3', 'o3-mini'],
  ['my-deployment', 'gpt-4o-2024-08-06'],
  ['openrouter/auto', 'openai/gpt-4o'],
  ['gpt-4o', 'o'],
]) {
  const w = await warningsOf({
    endpoint: { name: 'p', api: 'chat', simulated: false, baseURL: null } as any,
    texts: { tools: [] } as any,
    request: {
      model: a,
      system: '',
      messages: [],
      tools: [],
      can: { nativeSchema: true, promptCache: true },
      promptCache: 'off',
    } as any,
    reply: {
      text: 'x',
      turn: null,
      model: b,
      usage: { inputTokens: 1 },
      stop: 'end',
      cacheWriteTokens: 0,
    } as any,
    content: 'x',
    problem: null,
    hasOutput: false,
  });
  console.log(a, '->', b, w.map((x) => x.type).join() || 'no warning');
}
{
  const w = await warningsOf({
    endpoint: { name: 'p', api: 'chat', simulated: false, baseURL: null } as any,
    texts: { tools: [] } as any,
    request: {
      model: 'a',
      system: '',
      messages: [
        {
          role: 'user',
          content: 'The quick brown fox jumps over the lazy dog again. '.repeat(620),
        },
      ],
      tools: [],
      can: { nativeSchema: true, promptCache: true },
      promptCache: 'off',
    } as any,
    reply: {
      text: 'x',
      turn: null,
      model: 'a',
      usage: { inputTokens: 4096 },
      stop: 'end',
      cacheWriteTokens: 0,
    } as any,
    content: 'x',
    problem: null,
    hasOutput: false,
  });
  console.log('cut 31,620 chars to 4096:', w.map((x) => x.type).join() || 'no warning');
}
for (const t of [
  '<tool_call>{"name":"search","arguments":{"q":1}}</tool_call>',
  '{"name":"search","arguments":{"q":1}}',
  'search(q=1)',
  'Action: search\nAction Input: {"q":1}',
  'I will call it.\n{"name":"search","parameters":{"q":1}}',
  '[{"type":"function","function":{"name":"search","arguments":"{}"}}]',
  '```tool_code\nprint(search(q=1))\n```',
  '<function=search>{"q":1}</function>',
  '{"function":"search","q":1}',
  'To call it, write <tool_call> with search. The answer is 4.',
  '<|tool_call>call:search{q:1}<tool_call|>',
  '<｜DSML｜function_calls><｜DSML｜invoke name="search">',
])
  console.log(JSON.stringify(t), toolCalledInText(t, ['search']));
