import { describe, expect, it } from 'vitest';
import { inline, quotation } from '../../../src/core/web-ui/markdown.ts';
import { run } from '../../../src/core/web-ui/summaries.ts';
import type { Step } from '../../../src/core/kinds/step.ts';

const joiner = '\u2060';

describe('a text of somebody else, in the Markdown of the Web UI,', () => {
  it.each([
    ['[click](http://evil.example)', `\\[click\\](http:${joiner}//evil.example)`],
    ['see https://evil.example now', `see https:${joiner}//evil.example now`],
    ['see www.evil.example', `see www${joiner}.evil.example`],
    ['mail a@evil.example', `mail a@${joiner}evil.example`],
    ['mailto:x', `mailto:${joiner}x`],
    ['![](x)', '!\\[\\](x)'],
    ['<https://evil.example>', `\\<https:${joiner}//evil.example>`],
  ])('makes no link or image: %s', (text, shown) => {
    expect(inline(text)).toBe(shown);
  });

  it('is no HTML, no table cell, no code, no mathematics, and names nothing of the page', () => {
    expect(inline('<img src=x onerror=y> a|b `c` $1 and $2 {workflowId} &lt;')).toBe(
      '\\<img src=x onerror=y> a\\|b \\`c\\` \\$1 and \\$2 \\{workflowId} \\&lt;',
    );
  });

  it.each(['# head', '- item', '1. item', '> quote', '=== '])('begins nothing: %s', (text) => {
    expect(inline(text).startsWith(joiner)).toBe(true);
  });

  it('stays on its line, and turns nothing around', () => {
    expect(inline('one\n\n# two\u202e')).toBe('one # two\\\\u202e');
  });

  it('keeps times of day as they are', () => {
    expect(inline('at 12:30: go')).toBe('at 12:30: go');
  });
});

describe('a quotation', () => {
  it('quotes each line, so that none ends it', () => {
    expect(quotation('one\n---\n\n\n    two\r\n# three', 100)).toEqual([
      '> one  ',
      `> ${joiner}---  `,
      '>',
      '> two  ',
      `> ${joiner}# three  `,
    ]);
  });

  it('says that more follows', () => {
    expect(quotation('a'.repeat(50), 10)).toEqual([`> ${'a'.repeat(10)} …  `]);
  });
});

describe('beside a run', () => {
  const spec = { kind: 'agent', name: 'Ann' } as Step;

  it('its input is a text, whatever stands in it', () => {
    expect(run(spec, '<b>x</b> [l](http://e.example)', null).staticSummary).toBe(
      `Ann: \\<b>x\\</b> \\[l\\](http:${joiner}//e.example)`,
    );
  });

  it('there is a link to the studio where that is known', () => {
    expect(run(spec, 'x', 'http://127.0.0.1:7654/#/runs/a(b)').staticDetails).toBe(
      'A run of durable-agents, kind **agent**. [In the studio](http://127.0.0.1:7654/#/runs/a%28b%29)',
    );
    expect(run(spec, 'x', null).staticDetails).not.toContain('studio');
  });
});
