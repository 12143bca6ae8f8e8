import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/events.ts';
import { applyAll, openRunView } from '../../../src/core/run-view/index.ts';
import { runMarkdown } from '../../../src/core/run-view/markdown/index.ts';
import { recorded, recordings } from './recorded.ts';

const about = { question: 'Tea or coffee?', context: null, user: null, simulated: false };

function written(name: (typeof recordings)[number], change = (event: RunEvent) => event): string {
  const { spec, events } = recorded(name);
  return runMarkdown(applyAll(openRunView(spec), events.map(change)), about);
}

const headings = (markdown: string) => markdown.split('\n').filter((line) => line.startsWith('#'));

describe('a run in Markdown', () => {
  it('has a debate round by round, with its votes and who has changed theirs', () => {
    const markdown = written('debate');

    expect(headings(markdown)).toEqual([
      ...['# Tea', '## Question', '## Conversation'],
      ...['### Initial positions', '### Round 1', '### Round 2', '### Conclusion'],
      ...['## Answer', '## Costs'],
    ]);
    expect(markdown).toContain('**Ben**\n\n> Ben speaks');
    expect(markdown).toContain('| Cy | B | 0.50 | Cy has reasons |');
    expect(markdown).toContain('Changed their vote: Ben from `B` to `A`, Cy from `A` to `B`.');
    expect(markdown).toContain('- `A` tea: 3\n- `B` coffee: 0');
    expect(markdown).toContain('| **total** | 20 | 200 | 100 | $20.00 |');
  });

  it('has a supervisor as its plan, with tasks, waves and reviews', () => {
    const markdown = written('supervisor');

    expect(markdown).toContain(
      '- [x] `t1` A: do t1 · wave 1\n- [ ] `t2` B: do t2 · after `t1` · wave 2',
    );
    expect(headings(markdown)).toEqual(
      expect.arrayContaining(['### Plan 2', '### t3 · Team', '#### C', '### Reviews']),
    );
    expect(markdown).toContain('2. Not satisfied: it is so. Missing: numbers.');
  });

  it('has what a task demands, and what a verifier has said of its results', () => {
    const markdown = written('verified');

    expect(markdown).toContain(
      [
        'Worth splitting: so',
        '',
        '- [x] `t1` A: Find it. · wave 1',
        '  - Expected output: A list',
        '  - Boundaries: No prices',
        '  - Effort: high',
        '  - Not verified: it has no source',
        '  - Verified: it has a source',
      ].join('\n'),
    );
    expect(headings(markdown)).toEqual(
      expect.arrayContaining(['### t1 · A', '### t1 · A · attempt 2', '### t2 · B · attempt 2']),
    );
  });

  it('has stages, columns, people, tools and what came to nothing', () => {
    expect(headings(written('pipeline'))).toEqual(
      expect.arrayContaining(['### 1. Both', '#### A', '### 4. E: its input', '### 4. E']),
    );
    expect(written('pipeline')).toContain('_Its input is `Think of {input}`._');
    expect(written('parallel')).toContain('### B\n\n- Turn 1 had no reply\n\n**Model.Rejected**');
    expect(written('person')).toContain(
      '> Ship from Ann?\n\nChoices: yes, no\n\n**Answered** by Ada',
    );
    expect(written('agent')).toContain('- Tool `note` `{"text":"tea"}` → `noted: tea`');
    expect(written('approvals')).toContain('**Denied**\n\n> not today');
  });

  it('says that it is made up, where it is', () => {
    const { spec, events } = recorded('agent');
    const markdown = runMarkdown(applyAll(openRunView(spec), events), {
      ...about,
      simulated: true,
    });

    expect(markdown).toContain('no provider was asked: replies and costs are made up');
    expect(written('agent')).not.toContain('made up');
  });

  it.each(recordings)('can be written of %s at any moment of it, and without its spec', (name) => {
    const { spec, events } = recorded(name);
    for (let until = 0; until <= events.length; until += 1)
      for (const step of [spec, null]) {
        const view = applyAll(openRunView(step), events.slice(0, until));
        expect(runMarkdown(view, about)).not.toMatch(/undefined|null|NaN|\[object/);
      }
  });
});

describe('what a model has said in it', () => {
  const hostile = [
    '# Conclusion',
    '## Answer',
    'Ben',
    '===',
    '---',
    '</blockquote><script>alert(1)</script><!-- ',
    '![seen](http://example.com/pixel)',
    '\u001b[2Jgone \u202eturned',
    '```html',
    '<b>as code</b>',
    '```',
    '<img src=x onerror=alert(1)>',
    '- ```',
    '  ```',
    'text',
    '<svg onload=alert(1)>',
    '\r<i>behind a carriage return</i>',
    '\u2028# on a line of its own',
    '| a | b |',
  ].join('\n');
  const says = (event: RunEvent): RunEvent => {
    if (event.type === 'turn.ended') return { ...event, text: hostile };
    if (event.type === 'vote.cast') return { ...event, why: hostile, option: hostile };
    if (event.type === 'warning') return { ...event, message: hostile };
    if (event.type === 'tool.ended') return { ...event, result: hostile };
    if (event.type === 'tool.called') return { ...event, args: `\`\`${hostile}` };
    if (event.type === 'round.ended')
      return { ...event, tally: event.tally.map((each) => ({ ...each, position: hostile })) };
    if (event.type === 'plan.made') {
      const tasks = event.plan.tasks.map((task) => ({ ...task, task: hostile }));
      return { ...event, plan: { ...event.plan, tasks } };
    }
    if (event.type === 'run.ended')
      return { ...event, result: { ...(event.result as object), content: hostile } };
    return event;
  };

  it.each(recordings)('forges nothing in %s', (name) => {
    const markdown = written(name, says);
    expect(headings(markdown)).toEqual(headings(written(name)));
    const own = markdown.split('\n').filter((line) => !line.startsWith('>'));
    expect(own.filter((line) => /^(=+|-+)$/.test(line))).toEqual([]);
    const outside = own.join('\n').replaceAll(/(?<!`)(`+)(?!`).*?[^`]\1(?!`)/g, '');
    expect(outside).not.toMatch(/(?<!\\)<[a-z/!]/i);
    expect(outside).not.toMatch(/!\[seen/);
    const quotes = markdown.split('\n').filter((line) => line.startsWith('>'));
    expect(quotes.filter((line) => line.includes('!['))).toEqual([]);
    // oxlint-disable-next-line no-control-regex -- they are what it is about
    expect(markdown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u2028\u202e]/);
  });

  it('keeps code as it is, and nothing but what stands in a block of it', () => {
    const markdown = written('debate', says);

    expect(markdown).toContain('> ```html\n> <b>as code</b>\n> ```\n> &lt;img src=x');
    expect(markdown).toContain('> text\n> &lt;svg onload=alert(1)>');
    expect(markdown).not.toMatch(/(?<!\\)<script/);
  });
});
