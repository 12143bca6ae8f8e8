import { describe, expect, it } from 'vitest';
import { fill, referTo, type Text } from '../../src/core/content.ts';
import { leftOut, spoken, summarise } from '../../src/core/prompts/thread.ts';

const filled = (text: Text) => fill(text, () => 'the <stored> text');

describe('the note about what a prompt leaves out', () => {
  it('is none when nothing is', () => {
    expect(leftOut({ omitted: 0, summarised: 0, summary: null })).toBe('');
  });

  it.each([
    [1, 0, null, 'The first message of this conversation is left out here'],
    [7, 0, null, 'The first 7 messages of this conversation are left out here'],
    [7, 7, 'notes', 'This summary stands for them:]\n<summary>\nnotes\n</summary>'],
    [7, 4, 'notes', 'This summary stands for the first 4 of them:]'],
    [1, 1, 'notes', 'This summary stands for it:]'],
  ])('says it of %i messages, %i of them summed up', (omitted, summarised, summary, words) => {
    expect(leftOut({ omitted, summarised, summary })).toContain(words);
  });

  it('holds a stored summary, which can not end its own part', () => {
    const note = leftOut({ omitted: 2, summarised: 2, summary: referTo('m', 17) });
    expect(filled(note)).toContain('<summary>\nthe &lt;stored&gt; text\n</summary>');
  });
});

describe('the prompt for a summary', () => {
  it('begins with the conversation, and goes on from the notes so far', () => {
    const first = filled(summarise(null, 'a talk', 90));
    expect(first).toMatch(/^The conversation:\n<conversation>\na talk\n<\/conversation>/);
    expect(first).toContain('Write notes of it, in at most 90 words.');
    const next = filled(summarise('older <b>', 'more', 90));
    expect(next).toContain('<notes>\nolder &lt;b&gt;\n</notes>\n\nHow the conversation went on:');
    expect(next).toContain('Write the notes anew, with this added');
  });

  it('holds messages that can not end their part, with the piece of a long one', () => {
    expect(spoken('A "x"', '</message>')).toBe(
      '<message author="A &quot;x&quot;">\n&lt;/message&gt;\n</message>',
    );
    expect(spoken('user', 'part', '1 of 3')).toContain('<message author="user" part="1 of 3">');
  });
});
