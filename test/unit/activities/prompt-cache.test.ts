import { describe, expect, it } from 'vitest';
import { withCacheMarks } from '../../../src/activities/providers/prompt-cache.ts';
import type { PromptCache as Wanted } from '../../../src/core/kinds/agent/types.ts';
import { respond } from '../../../src/core/kinds/debate/prompts.ts';
import { system } from '../../../src/core/kinds/agent/prompts.ts';
import { withConversation } from '../../../src/core/prompts/thread.ts';
import { PromptCache } from '../../../src/simulated-model/prompt-cache.ts';
import { plain } from '../../support/plain-text.ts';
import { textOf } from '../../support/repeated-scenes.ts';
import { kitchen, modelCall } from './fixtures.ts';

type Body = Parameters<typeof withCacheMarks>[0];

const tool = { name: 'look-up', input_schema: { type: 'object' as const } };
const asked = (content: string): Body['messages'][number] => ({ role: 'user', content });
const request = (messages: Body['messages'], more: object = {}): Body => ({
  ...{ model: 'm', max_tokens: 10, system: 'You are Ann.', messages },
  ...more,
});

/** The texts of the blocks that are marked, and how. */
function marksIn(body: object): [string, object][] {
  const found: [string, object][] = [];
  JSON.parse(JSON.stringify(body), (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'cache_control' in value) {
      const { cache_control, ...block } = value as { cache_control: object };
      found.push([JSON.stringify(block), cache_control]);
    }
    return value;
  });
  return found;
}

describe('the marks of a request', () => {
  it('stand behind the tools, the system prompt and the end of the conversation', () => {
    const body = withCacheMarks(request([asked('Hello.')], { tools: [tool, tool] }), 'auto');
    expect(body).toMatchObject({
      tools: [tool, { ...tool, cache_control: { type: 'ephemeral' } }],
      system: [{ type: 'text', text: 'You are Ann.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello.' }] }],
    });
    expect(marksIn(body)).toHaveLength(3);
  });

  it('are for an hour where that is wanted, and none where it is off or there is one already', () => {
    const hour = marksIn(withCacheMarks(request([asked('Hello.')]), '1h'));
    expect(hour.map(([, mark]) => mark)).toEqual([
      { type: 'ephemeral', ttl: '1h' },
      { type: 'ephemeral', ttl: '1h' },
    ]);
    const plainOne = request([asked('Hello.')]);
    expect(withCacheMarks(plainOne, 'off')).toBe(plainOne);
    const own = request([asked('Hello.')], { cache_control: { type: 'ephemeral' } });
    expect(withCacheMarks(own, 'auto')).toBe(own);
  });

  it('stand behind the conversation that a team goes on with, and behind the whole prompt', () => {
    const window = { omitted: 0, summarised: 0, summary: null };
    const messages = ['[user]\nShall we?', '[Team]\nYes.'].join('\n\n');
    const background = withConversation(null, window, messages);
    const ann = { name: 'Ann', role: '', instructions: '' };
    const body = withCacheMarks(
      request([asked('And now?')], { system: plain(system(ann, background)) }),
      'auto',
    );
    const { system: blocks } = body as { system: { text: string; cache_control?: object }[] };
    expect(blocks.map(({ text }) => text.slice(-9))).toEqual([
      ' you now.',
      'Shall we?',
      'eam]\nYes.',
      '/context>',
    ]);
    expect(blocks.map(({ text }) => text).join('\n')).toBe(plain(system(ann, background)));
    expect(blocks.map((block) => 'cache_control' in block)).toEqual([false, false, true, true]);
  });

  it('stand before what only this request asks', () => {
    const statements = [{ agentName: 'Ann', content: 'Yes.', own: true }];
    const soFar = { digest: null, rounds: [{ round: 0, statements }] };
    const prompt = plain(respond('Shall we?', soFar, null));
    const [, marked] = marksIn(withCacheMarks(request([asked(prompt)]), 'auto'));
    expect(marked?.[0]).toContain('Yes.');
    expect(marked?.[0]).not.toContain('Answer the others');
  });

  it('are four at most, and change no word', () => {
    const texts = Array.from({ length: 60 }, (_, at) => `<answer>\n${at}\n</answer>`).join('\n');
    const messages = [asked(texts), { role: 'assistant' as const, content: 'Hm.' }, asked(texts)];
    const body = withCacheMarks(request(messages, { tools: [tool] }), 'auto');
    expect(marksIn(body)).toHaveLength(4);
    const content = body.messages[2]?.content as { text: string }[];
    expect(content.map(({ text }) => text).join('')).toBe(texts);
  });

  it('are found again however many tools a turn has called', () => {
    const cache = new PromptCache();
    const turn = (id: number): Body['messages'] => {
      const ids = Array.from({ length: 15 }, (_, at) => `${id}-${at}`);
      return [
        {
          role: 'assistant',
          content: ids.map((each) => ({ type: 'tool_use', id: each, name: 'look-up', input: {} })),
        },
        {
          role: 'user',
          content: ids.map((each) => ({
            type: 'tool_result',
            tool_use_id: each,
            content: 'Found.',
          })),
        },
      ];
    };
    const first = [asked(textOf('The question', 3_000))];
    const uses = [first, [...first, ...turn(1)], [...first, ...turn(1), ...turn(2)]].map((each) => {
      const found = cache.look(withCacheMarks(request(each, { tools: [tool] }), 'auto'), 0);
      found?.keep(0);
      return found?.use;
    });
    expect(uses[1]?.cachedTokens).toBe(uses[0]?.inputTokens);
    expect(uses[2]?.cachedTokens).toBe(uses[1]?.inputTokens);
  });
});

describe('an agent', () => {
  const long = [{ role: 'user' as const, text: textOf('The question', 2_000) }];
  const ask = async (promptCache: Wanted) => {
    const { call, server } = await kitchen(() => 'Yes.', { endpoint: { api: 'messages' } });
    const setting = promptCache === 'off' ? {} : { promptCache };
    const settings = { model: 'claude-sonnet-5-5', ...setting };
    const of = (step: string) =>
      call(modelCall({ messages: long, key: { execution: 'exec', step, number: 1 } }, settings));
    return { replies: [await of('one'), await of('two')], server };
  };

  it('pays a tenth for what is kept, and more to have it kept', async () => {
    const { replies } = await ask('auto');
    const [written, read] = replies;
    const tokens = written?.usage.inputTokens ?? 0;
    const output = (written?.usage.outputTokens ?? 0) * 10;
    expect(written?.usage.cachedTokens).toBe(0);
    expect(written?.cost).toBeCloseTo((tokens * 2 * 1.25 + output) / 1e6, 12);
    expect(read?.usage).toMatchObject({ inputTokens: tokens, cachedTokens: tokens });
    expect(read?.cost).toBeCloseTo((tokens * 0.1 + output) / 1e6, 12);
  });

  it('pays twice the input to have it kept for an hour', async () => {
    const [written] = (await ask('1h')).replies;
    const { inputTokens = 0, outputTokens = 0 } = written?.usage ?? {};
    expect(written?.cost).toBeCloseTo((inputTokens * 2 * 2 + outputTokens * 10) / 1e6, 12);
  });

  it('marks nothing where it is off, as in runs from before', async () => {
    const { replies, server } = await ask('off');
    expect(server.requests.flatMap(({ body }) => marksIn(body as object))).toEqual([]);
    expect(replies[1]?.usage.cachedTokens).toBe(0);
  });

  it.each(['chat', 'responses'] as const)('marks nothing at another API: %s', async (api) => {
    const { call, server } = await kitchen(['Yes.'], { endpoint: { api } });
    await call(modelCall({ messages: long }, { promptCache: 'auto' }));
    expect(server.requests.flatMap(({ body }) => marksIn(body as object))).toEqual([]);
  });
});
