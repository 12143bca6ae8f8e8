import { describe, expect, it } from 'vitest';
import { readJsonReply } from '../../src/core/json-reply.ts';

const isPlan = (value: unknown) => typeof value === 'object' && value !== null && 'tasks' in value;

const numbered = (written: (n: number) => string) =>
  Array.from({ length: 500 }, (_, n) => written(n)).join('\n');

describe('the JSON of a reply', () => {
  it.each([
    ['is the reply', '{"tasks": [1]}'],
    ['stands in a fence', '```json\n{"tasks": [1]}\n```'],
    ['stands in a fence without a language', '```\n{"tasks": [1]}\n```'],
    ['stands in a fence on one line', '```json {"tasks": [1]}```'],
    ['stands in a fence that is never closed', 'Here:\n```json\n{"tasks": [1]}'],
    [
      'stands in a fence among words',
      'Here it is:\n\n```json\n{"tasks": [1]}\n```\nAnything else?',
    ],
    ['follows a sentence', 'Sure, this is it: {"tasks": [1]}'],
    ['is followed by a sentence', '{"tasks": [1]}\nI hope that helps {you}.'],
    ['follows braces that hold none', 'In {this} way [1]: {"tasks": [1]}'],
    ['stands inside braces that hold none', '{ plan: {"tasks": [1]} }'],
    ['is quoted as a text', '"{\\"tasks\\": [1]}"'],
    ['follows an example', 'As {"n": 0} shows, {"tasks": [1]}'],
    ['is the corrected one of two', '{"tasks": [0]} No, I mean {"tasks": [1]}'],
    ['follows many footnotes', `${numbered((n) => `A claim [${n}].`)} {"tasks": [1]}`],
    ['follows many gaps to be filled', `${numbered((n) => `{name${n}}`)} {"tasks": [1]}`],
    ['is followed by many footnotes', `{"tasks": [1]}\n${numbered((n) => `[${n}] A book.`)}`],
    ['is the fence that fits', '```json\n{"n": 1}\n```\nand\n```json\n{"tasks": [1]}\n```'],
  ])('%s', (_, reply) => {
    expect(readJsonReply(reply, isPlan)).toMatchObject({ ok: true, value: { tasks: [1] } });
  });

  it('has quotes and braces in its texts', () => {
    const value = { tasks: ['a "}" b', '{', '\\'], more: '```' };

    expect(readJsonReply(`So: ${JSON.stringify(value)}.`, isPlan)).toMatchObject({ value });
  });

  it('is given as it was written, without what stood around it', () => {
    expect(readJsonReply('So:\n```json\n{"tasks":  []}\n```')).toMatchObject({
      text: '{"tasks":  []}',
    });
  });

  it('that fits nothing is given all the same, so that its faults can be told', () => {
    expect(readJsonReply('It is {"n": 1}.', isPlan)).toMatchObject({ ok: true, value: { n: 1 } });
  });

  it.each([
    '{"a": {"b": 1}, "tasks": [',
    'So: {"a": [{"tasks": []}], "b": ',
    '[{"tasks": []}, {"tasks":',
    '{"a": \'x\', "b": {"tasks": []}}',
  ])('is not a part of what was broken off or written wrong: %j', (reply) => {
    expect(readJsonReply(reply, isPlan).ok).toBe(false);
  });

  it.each(['No.', '', '{"tasks": [1', 'a } b { c', '```json\n```'])('is not in %j', (reply) => {
    expect(readJsonReply(reply)).toMatchObject({ ok: false, reason: expect.any(String) });
  });

  it.each([
    ['line breaks in a fence', '```json\n' + '\n'.repeat(1_000_000) + 'x'],
    ['spaces in a fence', '```json\n{"a":1}' + ' '.repeat(1_000_000) + 'x'],
    ['opening brackets', '['.repeat(1_000_000)],
    ['opening braces', '{"a":'.repeat(300_000)],
    ['fences', '```'.repeat(300_000)],
    ['quotes', '{"'.repeat(500_000)],
    ['footnotes', '[1] '.repeat(300_000)],
    ['gaps', '{a} '.repeat(300_000)],
    ['small values', '{} '.repeat(300_000)],
  ])('is looked for in bounded time among a million %s', (_, reply) => {
    const started = performance.now();
    readJsonReply(reply, isPlan);

    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
