import { describe, expect, it } from 'vitest';
import { inboxAnswer } from '../../src/cli/render/inbox.ts';
import { questionLine } from '../../src/cli/render/question.ts';
import { commandLine, inSentence } from '../../src/cli/render/shell-word.ts';
import type { WaitingQuestion } from '../../src/core/questions/question.ts';

const asked = { question: 'Go on?', approval: null };

describe('a question on one line', () => {
  it('has its choices, each short, and none that reads like two', () => {
    expect(questionLine({ ...asked, choices: ['yes', 'no, never', 'say "no"'] })).toBe(
      String.raw`Go on? (yes, "no, never", "say \"no\"")`,
    );
    const line = questionLine({ ...asked, choices: ['yes\n  forged', 'x'.repeat(20_000)] });
    expect(line).toBe(`Go on? (yes forged, ${'x'.repeat(59)}…)`);
  });

  it('has in the inbox whom it is for, short and on that line', () => {
    const at = '2026-01-01T00:00:00.000Z';
    const question: WaitingQuestion = {
      ...asked,
      ...{ id: 'run', run: 'run', answerTo: 'run', choices: [], default: null },
      ...{ assignee: `Ada\nrun2 ${'x'.repeat(190)}`, askedAt: at, deadline: at },
    };
    const [first = ''] = inboxAnswer([question]).text.split('\n');
    expect(first).toMatch(/^run · for Ada run2 x{50}… · asked /);
  });
});

describe('a command in a hint', () => {
  it('can be copied whatever the id is', () => {
    expect(commandLine('resume', 'run-1', '--take-over')).toBe(
      'durable-agents resume run-1 --take-over',
    );
    expect(commandLine('resume', "it's #3")).toBe(String.raw`durable-agents resume 'it'\''s #3'`);
    expect(inSentence(commandLine('show', 'run-1'))).toBe("'durable-agents show run-1'");
    expect(inSentence(commandLine('show', 'run #3'))).toBe("`durable-agents show 'run #3'`");
  });
});
