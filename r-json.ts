import { readJsonReply } from './src/core/json-reply.ts';
import { withoutThinking } from './src/core/thinking.ts';
const fits = (v: any) =>
  typeof v === 'object' && v !== null && !Array.isArray(v) && typeof v.choice === 'string';
const j = (l: string, t: string) =>
  console.log(l, JSON.stringify(readJsonReply(t, fits)).slice(0, 200));
j('plain', '{"choice":"A"}');
j('fence json with backticks in string', '```json\n{"choice":"use ```x``` here"}\n```');
j('tilde fence', '~~~json\n{"choice":"A"}\n~~~');
j('smart quotes', '{“choice”: “A”}');
j('trailing comma', '{"choice":"A",}');
j('comments', '{"choice":"A" // the best\n}');
j('single quotes', "{'choice':'A'}");
j('newline in string', '{"choice":"line1\nline2"}');
j('BOM', '\ufeff{"choice":"A"}');
j('python', '{"choice":"A","x":None}');
j(
  'schema echoed then answer',
  'Schema: {"type":"object","properties":{"choice":{"type":"string"}}}\nAnswer: {"choice":"A"}',
);
j('answer in array', '[{"choice":"A"}]');
j('wrapped in {reply:{}}', '{"reply":{"choice":"A"}}');
j('wrapped in properties', '{"type":"object","properties":{"choice":"A"}}');
j('brackets in prose', 'See [1] and {x}. The answer: {"choice":"A"} [2]');
j('apostrophe/quote in prose before', 'He said "I like { braces" and then {"choice":"A"}');
j('unclosed quote in prose bracket', 'set {a "b} then {"choice":"A"}');
j('unclosed brace prose', 'use { to open. {"choice":"A"}');
j('unclosed brace w quote', 'use { to "open. {"choice":"A"}');
j('25 footnotes', Array.from({ length: 25 }, (_, i) => `note [${i}] `).join('') + '{"choice":"A"}');
j('25 templ', Array.from({ length: 25 }, (_, i) => `{name${i}} `).join('') + '{"choice":"A"}');
j('cut', '{"choice":"A"');
j(
  'two fences, draft, final',
  '```json\n{"choice":"A"}\n```\nActually\n```json\n{"choice":"B"}\n```',
);
j('fence not closed', '```json\n{"choice":"A"}');
j('fence code then json in words', '```python\nprint({})\n```\n{"choice":"A"}');
j('fence doesnt fit, words fits', '```json\n{"x":1}\n```\nSo: {"choice":"A"}');
j('escaped whole', '"{\\"choice\\":\\"A\\"}"');
j('escaped no quotes', '{\\"choice\\":\\"A\\"}');
j('json prefix', 'json\n{"choice":"A"}');
j('jsonl', '{"choice":"A"}\n{"choice":"B"}');
j(
  'inner object inside array of words',
  'Options: [{"choice":"A"},{"choice":"B"}]. I pick {"choice":"B"}',
);
j('xml wrapped', '<answer>{"choice":"A"}</answer>');
j('boxed', '\\boxed{{"choice":"A"}}');
j('special tokens', '<|channel|>final <|constrain|>json<|message|>{"choice":"A"}');
j('nbsp', '{\u00a0"choice":\u00a0"A"}');
const w = (l: string, t: string) => console.log(l, JSON.stringify(withoutThinking(t)));
w('simple', '<think>a</think>\n\nB');
w('lone', 'hmm</think>B');
w('attr', '<think time="3">a</think>B');
w('answer mentions', 'Use the <think> tag like <think>x</think> in prompts.');
w('answer mentions lone close', 'The tag </think> closes it.');
w('code quoted `</think>`', 'Write `</think>` to close.');
w('nested', '<think>a <think>b</think> c</think>D');
w('code block mention', 'To close it:\n```\n</think>\n```\ndone');
w('antml', '<thinking>a</thinking>B');
w('lone multiple', 'a</think>b</think>C');
w('think then quote mention', '<think>I should say `</think>` </think>Answer');
w('reflection', '<reflection>a</reflection>B');
w(
  'gpt oss',
  '<|channel|>analysis<|message|>hmm<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>',
);
w(
  'gpt oss constrain',
  '<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>{"a":1}<|return|>',
);
w('gpt oss stripped', 'analysisWe need to answer.assistantfinalHi');
w('gpt oss mention', 'The marker is <|channel|>final<|message|> in harmony');
w('unclosed', '<think>never closed. Answer: 4');
w('think empty + unclosed', '<think></think>');
w('granite', 'Here is my thought process: x Here is my response: y');
w('gemma4', '<|channel>thought\nhm<channel|>Answer');
w('tool call then think', '<think>\n</think>\n\n<tool_call>{"name":"x"}</tool_call>');
w('</thought> mid legit xml', '<story><thought>I am</thought></story>');
w('reasoning xml reply', '<reasoning>because</reasoning><answer>4</answer>');
w('lone close of </reasoning> in xml', 'Result: <a/></reasoning> tail');
