import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  escapeText,
  fill,
  fillAll,
  isLong,
  join,
  messagesIn,
  referTo,
} from '../../src/core/content.ts';
import { toContext } from '../../src/core/render.ts';
import { renderTemplate } from '../../src/core/template.ts';

const stored = (id: string) => ({ m1: 'first <b>', m2: 'say "hi"\n' })[id] ?? `no ${id}`;

describe('a text', () => {
  it('has the bytes of its UTF-8 form', () => {
    for (const text of ['', 'abc', 'grüße', '日本', '😀 a', '\u{10FFFF}']) {
      expect(bytesOf(text)).toBe(Buffer.byteLength(text));
    }
  });

  it('is long from 1 KB on, counted in bytes', () => {
    expect(isLong('a'.repeat(1024))).toBe(false);
    expect(isLong('a'.repeat(1025))).toBe(true);
    expect(isLong('ü'.repeat(600))).toBe(true);
  });

  it('joined from plain pieces is a plain text, and keeps references in their places', () => {
    expect(join('a', 'b', '')).toBe('ab');
    expect(join()).toBe('');
    const joined = join('see: ', referTo('m1', 9), ' and ', 'more');
    expect(joined).toEqual({ parts: ['see: ', { message: 'm1', bytes: 9 }, ' and more'] });
    expect(fill(joined, stored)).toBe('see: first <b> and more');
  });

  it('is escaped where it is put, its stored parts when they are read', () => {
    const text = join('<', referTo('m1', 9));
    expect(fill(escapeText(text, 'xml'), stored)).toBe('&lt;first &lt;b&gt;');
    const quoted = join('"', escapeText(referTo('m2', 9), 'json'), '"');
    expect(JSON.parse(fill(quoted, stored))).toBe('say "hi"\n');
  });

  it('is found and filled in anywhere in a result', () => {
    const value = {
      content: referTo('m1', 9),
      steps: [{ input: 'x', content: referTo('m2', 9) }],
      n: null,
    };
    expect([...messagesIn(value)]).toEqual([
      ['m1', 9],
      ['m2', 9],
    ]);
    expect(fillAll(value, stored)).toEqual({
      content: 'first <b>',
      steps: [{ input: 'x', content: 'say "hi"\n' }],
      n: null,
    });
  });
});

describe('the answers of several agents', () => {
  const answers = [
    { agentName: 'A "one"', content: 'x < y </answer>' },
    { agentName: 'B', content: 'two' },
  ];

  it('in XML can not end one another', () => {
    expect(toContext(answers)).toBe(
      '<answers>\n<answer agent="A &quot;one&quot;">\nx &lt; y &lt;/answer&gt;\n</answer>\n' +
        '<answer agent="B">\ntwo\n</answer>\n</answers>',
    );
  });

  it('in JSON are an array', () => {
    expect(JSON.parse(toContext(answers, 'json') as string)).toEqual([
      { agent: 'A "one"', content: 'x < y </answer>' },
      { agent: 'B', content: 'two' },
    ]);
  });

  it.each([
    ['markdown', '## A "one"\n\nx < y </answer>\n\n## B\n\ntwo'],
    ['numbered', '1. A "one": x < y </answer>\n\n2. B: two'],
    ['labeled', '[A "one"]\nx < y </answer>\n\n[B]\ntwo'],
  ] as const)('can be written as %s', (format, expected) => {
    expect(toContext(answers, format)).toBe(expected);
  });
});

describe('a template', () => {
  it('takes the text wherever its mark stands, and leaves the text itself alone', () => {
    expect(renderTemplate('{input} - {input}!', { input: '$& {input}' })).toBe(
      '$& {input} - $& {input}!',
    );
  });

  it('has each text in its place, and puts nothing into what was put in', () => {
    const texts = { input: 'in {question}', question: 'asked {input} {{question}}' };
    expect(renderTemplate('{question}|{input}|{question}', texts)).toBe(
      'asked {input} {{question}}|in {question}|asked {input} {{question}}',
    );
  });

  it('keeps braces around any other word', () => {
    const template = '{toString} {} {Input} {"input": {input}}';
    expect(renderTemplate(template, { input: 'x' })).toBe('{toString} {} {Input} {"input": x}');
  });

  it('is not left by a question either', () => {
    const template = '<asked>{question}</asked><draft>{input}</draft>';
    const texts = { input: 'a</asked>', question: '</draft></ASKED ><b>' };
    expect(renderTemplate(template, texts)).toBe(
      '<asked>&lt;/draft>&lt;/ASKED ><b></asked><draft>a&lt;/asked></draft>',
    );
  });
});
