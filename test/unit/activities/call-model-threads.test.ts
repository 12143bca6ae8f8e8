import { describe, expect, it } from 'vitest';
import { aboutUser } from '../../../src/core/prompts/user-facts.ts';
import { plain } from '../../support/plain-text.ts';
import { kitchen, modelCall, windowOf } from './fixtures.ts';

const inThread = (step: string, text: string, { number = 1, upTo = 0 } = {}) =>
  modelCall({
    key: { execution: 'exec', step, number },
    messages: [{ role: 'user', text }],
    thread: windowOf('talk', upTo),
  });

describe('a model call in a thread', () => {
  it('goes on where the thread ended, and adds the exchange to it', async () => {
    const { call, store, server } = await kitchen(['One.', 'Two.']);

    await call(inThread('a', 'First?'));
    await call(inThread('b', 'Second?', { upTo: 2 }));

    expect(server.requests[1]?.messages.map(({ content }) => content)).toEqual([
      'First?',
      'One.',
      'Second?',
    ]);
    expect(await store.threads.read('talk')).toMatchObject([
      { id: 'exec/a#input', role: 'user', content: 'First?' },
      { id: 'exec/a#1', role: 'assistant', content: 'One.' },
      { id: 'exec/b#input', role: 'user', content: 'Second?' },
      { id: 'exec/b#1', role: 'assistant', content: 'Two.' },
    ]);
  });

  it('says what is known of the user behind the question, and keeps the thread without it', async () => {
    const { call, store, server } = await kitchen(['One.', 'Two.']);
    const asked = (step: string, fact: string, upTo: number) =>
      call({
        ...inThread(step, `Question ${step}?`, { upTo }),
        system: `You are Ann.${plain(aboutUser(`<fact key="name">${fact}</fact>`, false))}`,
      });

    await asked('a', 'Phil', 0);
    await asked('b', 'Philip', 2);

    const [first, second] = server.requests;
    expect([first?.system, second?.system]).toEqual(['You are Ann.', 'You are Ann.']);
    expect(first?.messages[0]?.content).toMatch(/^Question a\?\n\nWhat is known .*>Phil<\/fact>/s);
    expect(second?.messages.map(({ content }) => content)).toEqual([
      'Question a?',
      'One.',
      expect.stringMatching(/^Question b\?\n\nWhat is known .*>Philip<\/fact>/s),
    ]);
    expect(await store.threads.read('talk')).toMatchObject([
      { content: 'Question a?' },
      { content: 'One.' },
      { content: 'Question b?' },
      { content: 'Two.' },
    ]);
  });

  it('leaves a reply with a problem out, and does not hear its own words twice', async () => {
    const { call, store, server } = await kitchen([{ text: '' }, 'Two.', 'Three.']);

    await call(inThread('a', 'First?'));
    await call(inThread('a', 'First?', { number: 2 }));
    await call(inThread('a', 'First?', { number: 3, upTo: 2 }));

    expect((await store.threads.read('talk')).map(({ id }) => id)).toEqual([
      'exec/a#input',
      'exec/a#2',
      'exec/a#3',
    ]);
    expect(server.requests[2]?.messages).toHaveLength(1);
  });

  it('sees the messages of its window only, and is told what it does not see', async () => {
    const { call, store, server } = await kitchen(['Late.', 'Later.']);
    for (const said of ['1', '2', '3', '4', '5'])
      await store.threads.add('talk', [
        {
          id: said,
          author: 'user',
          role: said === '4' ? 'assistant' : 'user',
          content: said,
          run: '',
        },
      ]);
    const thread = { ...windowOf('talk', 4), from: 3, omitted: 2 };

    await call(modelCall({ thread }));
    const summary = { summarised: 2, summary: 'Ann <3 Bo' };
    await call(modelCall({ thread: { ...thread, from: 4, omitted: 3, ...summary } }));

    const [trimmed, summed] = server.requests.map(({ messages }) => messages);
    expect(trimmed?.map(({ role, content }) => `${role}: ${content}`)).toEqual([
      'user: [The first 2 messages of this conversation are left out here, because it has become long.]\n\n3',
      'assistant: 4',
      'user: Is it good?',
    ]);
    expect(summed?.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(summed?.[0]?.content).toContain(
      'This summary stands for the first 2 of them:]\n<summary>\nAnn &lt;3 Bo\n</summary>',
    );
  });
});
