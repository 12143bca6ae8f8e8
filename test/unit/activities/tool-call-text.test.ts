import { describe, expect, it } from 'vitest';
import { toolCalledInText } from '../../../src/activities/structured-output/tool-call-text.ts';

const names = ['look', 'search'];
const call = '{"name": "search", "parameters": {"q": "x"}}';

describe('a tool that is called in the text of a reply', () => {
  it.each([
    call,
    `I will call it.\n${call}`,
    `I will call it.\n\n\`\`\`json\n${call}\n\`\`\``,
    `As [1] says:\n[1] is it.\n[${call}]`,
    '```tool_code\nprint(default_api.search(q="x"))\n```',
    'Let me see.\n```tool_code\nsearch(q="x")\n```\n',
    'Thought: I need it.\nAction: search\nAction Input: {"q": "x"}',
    '<｜DSML｜function_calls>\n<｜DSML｜invoke name="search">',
    'Well. <｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>search',
    `<tool_call>\n${call}\n</tool_call>`,
    `I look. <tool_call>${call}</tool_call>`,
    'I look. <function=search>{"q": "x"}</function>',
    'I look. [TOOL_CALLS]search{"q": "x"}',
    'I look.\n<invoke name="search">',
    '[search(q="x")]',
  ])('is found: %j', (reply) => {
    expect(toolCalledInText(reply, names)).toBe('search');
  });

  it.each([
    'To call it, write <tool_call> with search. The answer is 4.',
    'Put <tool_call> before {"q": 1}, as search has it.',
    'I used search.\n{"answer": 4}',
    'My next action: search\nfor it.',
    'Action: rest\nAction Input: none',
    '```tool_code\nother(1)\n```',
    '```python\nsearch(1)\n``` is how it is written.',
    'search (as one says) is a tool.',
  ])('is not what speaks of one: %j', (reply) => {
    expect(toolCalledInText(reply, names)).toBeUndefined();
  });

  it.each([
    ['Action: a\n', '\n'],
    ['', '<tool_call>'],
    ['', 'x <tool_call>{'],
    ['', '\n{'],
    ['', '\n{"a":'],
    ['', 'x <tool_call>{x'],
    ['', '\n```'],
    ['', 'x ['],
  ])('is looked for in bounded time: %j, %j', (begun, repeated) => {
    const started = performance.now();
    const times = Math.floor(49_000 / repeated.length);
    toolCalledInText(`${begun}${repeated.repeat(times)}}`, names);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
