import { describe, expect, it } from 'vitest';
import { withoutThinking } from '../../../../src/core/thinking.ts';
import { randomFrom } from '../../../fuzz/support/random.ts';
import { cutAnywhere, heard } from './listener.ts';

const long = 'and so on, with many more words than a mark has around it. '.repeat(3);

describe('a reply with thinking in it, as it is heard', () => {
  it.each([
    ['a block', '<think>Hm, no.</think>\n\nYes. ', 'Yes.'],
    ['blocks in other cases', ' \n<THINK>a</Think>[THINK]b[/think] Yes', 'Yes'],
    ['a block that is never closed', '<think>Hm, no.', ''],
    ['something like a mark', '<thin', '<thin'],
    ['blanks and no mark', '  \n Yes \n', '  \n Yes \n'],
    ['a channel', '<|channel|>analysis<|message|>Hm<|end|>', ''],
    ['a channel without its mark', 'analysis<|message|>Hm', ''],
    ['a word that is a channel', 'analysis of it', 'analysis of it'],
    ['a pair of marks that is spoken of', `Use "<think>" and "</think>". ${long}`, undefined],
  ])('tells of %s what is no thinking, before its end', (_, reply, expected = reply) => {
    for (let seed = 0; seed < 50; seed += 1) {
      const { listener } = heard(cutAnywhere(reply, randomFrom(seed)));
      expect(expected.startsWith(listener.said), `${seed}: ${listener.said}`).toBe(true);
      expect(listener.restarts).toEqual([]);
    }
  });

  it('tells what follows a block as it comes', () => {
    const { listener } = heard(['<think>', 'Hm', '</thi', 'nk>', '\n', 'Ye', 's', ' ', 'or no']);

    expect(listener.pieces).toEqual(['Ye', 's', ' or no']);
  });

  it('takes thinking back that only its end has told', () => {
    const found: string[] = [];
    const { listener } = heard(['Is it so? ', 'I think.', '\n</think>', '\n\nYes, ', long], {
      onThinker: () => found.push('it'),
    });

    expect(listener.restarts).toEqual(['the model had been thinking aloud']);
    expect(listener.said).toBe(`Yes, ${long}`.trim());
  });

  it('remembers who thinks so, at the end', () => {
    const found: string[] = [];
    const { live } = heard(['I think.\n</think>\nYes'], { onThinker: () => found.push('it') });
    live.end('Yes');

    expect(found).toEqual(['it']);
  });

  it('waits for that end where the model is known for it', () => {
    const { listener } = heard(['Is it so?', '\n</think>', '\n\nYes, ', long], { isThinker: true });

    expect(listener.restarts).toEqual([]);
    expect(listener.said).toBe(`Yes, ${long}`.trim());
  });

  it.each([
    ['a server tells thinking apart', []],
    ['it had its marks', ['<think>Hm</think>']],
  ])('does not wait once %s', (_, first) => {
    const { listener, live } = heard([...first, 'Yes,'], { isThinker: true });
    live.thinks();
    live.text(' it is');

    expect(listener.said).toBe('Yes, it is');
  });

  it('goes on behind a mark that is spoken of', () => {
    const reply = `It ends with \`</think>\` there. ${long}`;
    const { listener } = heard(cutAnywhere(reply, randomFrom(3)));

    expect(listener.said).toBe(reply);
    expect(listener.restarts).toEqual([]);
  });

  it('is what a whole reply is, whatever its pieces', () => {
    const parts = ['<think>', '</think>', 'Yes. ', '\n', ' ', '```', '[/THINK]', '`', '"', long];
    parts.push('<|channel|>final<|message|>', 'analysis', '◁think▷', '◁/think▷', 'ä👩‍👧', '<');
    for (let seed = 0; seed < 3_000; seed += 1) {
      const random = randomFrom(seed);
      const reply = Array.from({ length: 1 + random.below(8) }, () => random.oneOf(parts)).join('');
      const isThinker = random.chance(0.3);
      const { listener, live } = heard(cutAnywhere(reply, random), { isThinker });
      live.end(withoutThinking(reply));
      expect(listener.said, `${seed}: ${JSON.stringify(reply)}`).toBe(withoutThinking(reply));
    }
  });
});
