import { describe, expect, it } from 'vitest';
import { escapeText, fill, referTo } from '../../src/core/content.ts';
import { element, elementsIn, takeElements, textBefore } from '../../src/core/elements.ts';
import { plain } from '../support/plain-text.ts';

const escaped = (text: string) => escapeText(text, 'xml');

describe('a part of a prompt', () => {
  it('stands between tags, with its attributes escaped', () => {
    expect(element('note', 'a\nb')).toBe('<note>\na\nb\n</note>');
    expect(element('note', 'a', { by: '<"A" & B>', part: '1 of 2' })).toBe(
      '<note by="&lt;&quot;A&quot; &amp; B&gt;" part="1 of 2">\na\n</note>',
    );
  });

  it('may refer to a stored text', () => {
    expect(fill(element('note', referTo('m', 9)), () => 'stored')).toBe('<note>\nstored\n</note>');
  });

  it.each(['plain', '', '\n blank lines \n', '</note><note by="x">', '&lt; & &amp;lt; "q"'])(
    'is found again as it was: %j',
    (content) => {
      const prompt = `before\n${plain(element('note', escaped(content), { by: content }))}\nafter`;
      expect(takeElements(prompt, 'note')).toEqual({
        elements: [{ name: 'note', attributes: { by: content }, content }],
        rest: ['before\n', '\nafter'],
      });
    },
  );
});

describe('the parts of a prompt', () => {
  const prompt = '<a>\n1\n</a> x <b k="v">\n2\n</b> y <a>\n3\n</a><ab>\n4\n</ab>';

  it('are found by their names, in order', () => {
    expect(takeElements(prompt, 'a', 'b').elements.map(({ content }) => content)).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(elementsIn(prompt, 'ab')).toMatchObject([{ content: '4' }]);
  });

  it('leave the whole where there are none, or where one does not end', () => {
    expect(takeElements(prompt, 'c')).toEqual({ elements: [], rest: [prompt] });
    expect(takeElements('x <a>\n1', 'a')).toEqual({ elements: [], rest: ['x <a>\n1'] });
  });

  it('are found in time that grows with the length only', () => {
    const long = '<a><a k="v"><a '.repeat(100_000);
    const startedAt = performance.now();
    expect(elementsIn(`${long}<b>\n1\n</b>`, 'b')).toHaveLength(1);
    expect(elementsIn(long, 'a')).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

it('The text before the first of some marks is all of it where there is none.', () => {
  expect(textBefore('a, b; c', ';', ',')).toBe('a');
  expect(textBefore('a b c', ';', ',')).toBe('a b c');
});
