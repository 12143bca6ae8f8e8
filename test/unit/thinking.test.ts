import { describe, expect, it } from 'vitest';
import { withoutThinking } from '../../src/core/thinking.ts';

describe('what a model thinks', () => {
  it.each([
    ['<think>\nA greeting.\n</think>\n\nGood day!', 'Good day!'],
    ['  <Thinking>Hm.</Thinking>Good day!', 'Good day!'],
    ['[THINK]Hm.[/THINK] Good day!', 'Good day!'],
    ['◁think▷Hm.◁/think▷Good day!', 'Good day!'],
    ['<think>One.</think>\n<think>Two.</think>\nGood day!', 'Good day!'],
    ['A greeting, I suppose.\n</think>\n\nGood day!', 'Good day!'],
    ['<think>\n\n</think>\n\n{"n": 1}', '{"n": 1}'],
    ['So I greet.</think>\nGood day!', 'Good day!'],
    ['So I greet.</think>Good day!', 'Good day!'],
    ['It says </think> in there.\n```\n</think>\n```\n</think>\n\nGood day!', 'Good day!'],
    ['<|channel|>final <|constrain|>json<|message|>{"a":"<|"}', '{"a":"<|"}'],
    ['analysis<|message|>Hm.<|end|><|channel|>final<|message|>Good day!', 'Good day!'],
    [
      '<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Good day!<|return|>',
      'Good day!',
    ],
  ])('is taken off: %j', (reply, answer) => {
    expect(withoutThinking(reply)).toBe(answer);
  });

  it.each(['<think>\nI should say so.\n</think>\n', '<think>I was cut off', '</think>'])(
    'is no answer: %j',
    (reply) => {
      expect(withoutThinking(reply)).toBe('');
    },
  );

  it.each([
    ' Good day! ',
    'The tag `</think>` ends it.',
    'Write <think>…</think> around it.',
    'I <thinking> do not know.',
    'The tag </think> closes it.',
    'The tag is </think>\nand it closes a block.',
    'Write:\n```\n</think>\n```\nThen answer.',
    'It writes <|channel|>final<|message|> before the answer.',
    'Write <|start|>assistant, then <|channel|>final<|message|>Yes.',
    '',
  ])('is not what an answer says about it: %j', (reply) => {
    expect(withoutThinking(reply)).toBe(reply);
  });
});
