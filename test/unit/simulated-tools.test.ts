import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { memoryTools } from '../../src/core/memory-tools.ts';
import { system } from '../../src/core/kinds/agent/prompts.ts';
import { vote } from '../../src/core/kinds/debate/prompts.ts';
import { aboutUser } from '../../src/core/prompts/user-facts.ts';
import { inventedCall } from '../../src/core/tools.ts';
import {
  type RecordedMessage,
  type RecordedRequest,
  type RecordedTool,
  simulatedModel,
  simulatedReply,
} from '../../src/simulated-model/index.ts';
import { plain } from '../support/plain-text.ts';
import { simulatedRequest } from '../support/simulated-request.ts';

const clock: RecordedTool = {
  name: 'clock',
  description: 'The time in a city.',
  parameters: z.toJSONSchema(z.object({ city: z.string() }), { io: 'input' }),
};
const addLine: RecordedTool = { ...clock, name: 'add_line' };
const ada = { name: 'Ada', role: 'a clock maker', instructions: '' };

function request(content: string, rest: Partial<RecordedRequest> = {}): RecordedRequest {
  const messages: RecordedMessage[] = [{ role: 'user', content }];
  const prompt = plain(system(ada, null));
  return simulatedRequest({ system: prompt, messages, tools: [clock, addLine], ...rest });
}

const namesOf = (asked: RecordedRequest, model = simulatedReply) =>
  (model(asked).toolCalls ?? []).map(({ name }) => name);

describe('The simulated model calls a tool', () => {
  it.each([
    ['Use clock.', ['clock']],
    ['What does the CLOCK say?', ['clock']],
    ["The 'clock' tool, please", ['clock']],
    ['First add_line, then the clock', ['clock', 'add_line']],
    ['(add_line)', ['add_line']],
  ])('that the message names: %s', (message, names) => {
    expect(namesOf(request(message))).toEqual(names);
  });

  it.each([
    'What time is it?',
    "It is five o'clock.",
    'A clockwork, and clocks.',
    'my-clock or clock_2',
    'Add a line.',
  ])('and none in: %s', (message) => {
    expect(namesOf(request(message))).toEqual([]);
  });

  it.each(['my-clock', 'c++', 'a.b', '_', 'web.search(1)'])('whatever its name is: %s', (name) => {
    const tools = [{ ...clock, name }];
    expect(namesOf(request(`Please use ${name} now.`, { tools }))).toEqual([name]);
    expect(namesOf(request('Please use axb now.', { tools }))).toEqual([]);
  });

  it('that the instructions name, and not one that the name or role, the background or a fact does', () => {
    const facts = aboutUser('<fact key="hobby">add_line</fact>', true);
    const named = (instructions: string) =>
      namesOf(
        request('Go.', { system: plain(system({ ...ada, instructions }, 'add_line', facts)) }),
      );
    expect(named('Look at the clock first.')).toEqual(['clock']);
    expect(named('')).toEqual([]);
  });

  it('that a system prompt of another making names', () => {
    for (const prompt of ['Be brief, and use the clock.', 'You are a helper. Use the clock.'])
      expect(namesOf(request('Go.', { system: prompt }))).toEqual(['clock']);
  });

  it('and none that the background names, whatever the agent is called', () => {
    const named = { name: 'Smith, J.', role: '', instructions: '' };
    expect(namesOf(request('Go.', { system: plain(system(named, 'The clock.')) }))).toEqual([]);
  });

  it('that the question names, and not one in the words of others or of our prompts', () => {
    const tool = (name: string): RecordedTool => ({ ...clock, name });
    const said = [{ agentName: 'Ben', content: 'Ask add_line.' }];
    const heard = { digest: null, rounds: [{ round: 0, statements: said }] };
    const prompt = plain(vote('Is the clock right?', [], heard, 'add_line'));
    const tools = [clock, addLine, tool('vote'), tool('positions')];
    expect(namesOf(request(prompt, { tools }))).toEqual(['clock']);
  });

  it('that is marked for it, in any case, and one that is marked otherwise in none', () => {
    const tools = [
      { ...clock, simulate: true },
      { ...addLine, simulate: false },
    ];
    expect(namesOf(request('Use add_line.', { tools }))).toEqual(['clock']);
  });

  it('beside remember, which it is asked for as before', () => {
    const asked = request('Remember my name is Phil. Use the clock.', {
      tools: [clock, ...memoryTools],
    });
    expect(namesOf(asked)).toEqual(['remember', 'clock']);
    const marked = memoryTools.map((tool) => ({ ...tool, simulate: true }));
    expect(namesOf(request('What do you remember?', { tools: marked }))).toEqual([]);
  });

  it('before it fills in a form', () => {
    const outputSchema = { type: 'object', properties: { time: { type: 'string' } } };
    expect(namesOf(request('Use the clock.', { outputSchema }))).toEqual(['clock']);
  });

  it('never, where that is forbidden, but for remember and forget', () => {
    const tools = [{ ...clock, simulate: true }, addLine, ...memoryTools];
    const asked = request('Use add_line. Forget my name.', { tools });
    expect(namesOf(asked, simulatedModel('never'))).toEqual(['forget']);
    expect(namesOf(asked, simulatedModel('auto'))).toEqual(['forget', 'clock', 'add_line']);
  });
});

describe('What a simulated call gives a tool', () => {
  const schemas = {
    'all types': z.object({
      text: z.string().min(3).max(40),
      count: z.int().min(5).max(9),
      ratio: z.number().gt(0).lt(1),
      yes: z.boolean(),
      kind: z.enum(['small', 'large']),
      list: z.array(z.object({ id: z.string(), tags: z.array(z.string()).min(2) })),
      either: z.union([z.object({ a: z.string() }), z.null()]),
      maybe: z.string().optional(),
    }),
    formats: z.object({ mail: z.email(), link: z.url(), day: z.iso.date(), id: z.uuid() }),
    examples: z.object({
      code: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .meta({ examples: ['OSL'] }),
    }),
    defaults: z.object({ days: z.int().min(1).default(7), unit: z.string().default('C') }),
    nothing: z.object({}),
  };

  it.each(Object.entries(schemas))('fits its schema: %s', (_, input) => {
    const parameters = z.toJSONSchema(input, { io: 'input' });
    const [call] =
      simulatedReply(request('clock', { tools: [{ ...clock, parameters }] })).toolCalls ?? [];
    const ajv = new Ajv2020({ formats: { email: true, uri: true, date: true, uuid: true } });
    expect(ajv.validate(parameters, call?.arguments), JSON.stringify(call)).toBe(true);
    expect(input.safeParse(call?.arguments).error).toBeUndefined();
  });

  it('is the default of a field that has one', () => {
    const parameters = z.toJSONSchema(schemas.defaults, { io: 'input' });
    const { toolCalls } = simulatedReply(request('clock', { tools: [{ ...clock, parameters }] }));
    expect(toolCalls).toMatchObject([{ arguments: { days: 7, unit: 'C' } }]);
  });

  it('has an id that says it is invented, the same for the same request', () => {
    const [one, two] = simulatedReply(request('clock and add_line')).toolCalls ?? [];
    expect(one?.id).toMatch(new RegExp(`^${inventedCall}[0-9a-f]{16}_0$`));
    expect(two?.id).toMatch(/_1$/);
    expect(simulatedReply(request('clock and add_line')).toolCalls?.[0]?.id).toBe(one?.id);
  });

  it.each([
    ['no schema', null],
    ['a schema that no value fits', { $ref: '#/$defs/missing' }],
  ])('is nothing where it has %s', (_, parameters) => {
    expect(namesOf(request('clock', { tools: [{ ...clock, parameters }] }))).toEqual([]);
  });
});

describe('After the result of a tool the simulated model', () => {
  function answered(result: Partial<RecordedMessage>, rest: Partial<RecordedRequest> = {}) {
    const asked = request('Use the clock.', rest);
    const calls = (simulatedReply(asked).toolCalls ?? []).map((call) => ({ id: '', ...call }));
    const messages: RecordedMessage[] = [
      ...asked.messages,
      { role: 'assistant', content: '', toolCalls: calls },
      { role: 'tool', content: '', callId: calls[0]?.id ?? '', ...result },
    ];
    return simulatedReply({ ...asked, messages });
  }

  it('answers with it, and does not call again', () => {
    const { text, toolCalls } = answered({ content: 'It is “ten”\n in Oslo.' });
    expect(text).toMatch(
      /^\[simulated\] Ada \(clock maker\): The tool clock gave ‘It is "ten" in Oslo\.’\. [^‘]/,
    );
    expect(toolCalls).toBeUndefined();
  });

  it('says what went wrong', () => {
    expect(answered({ content: "Error: tool 'clock' failed: no such city" }).text).toContain(
      "The tool clock failed: ‘tool 'clock' failed: no such city’. ",
    );
    expect(answered({ content: 'gone', failed: true }).text).toContain('failed: ‘gone’.');
  });

  it('repeats the beginning of a long one', () => {
    const { text = '' } = answered({ content: 'word '.repeat(10_000) });
    expect(text).toContain('word …’. ');
    expect(text.length).toBeLessThan(1_500);
    expect(answered({ content: `x${'😀'.repeat(1_000)}` }).text).not.toMatch(/[\uD800-\uDBFF] …/);
  });

  it('puts it in the first free text of a form', () => {
    const schema = z.object({ kind: z.enum(['a']), time: z.string(), why: z.string() });
    const outputSchema = z.toJSONSchema(schema);
    const { text = '' } = answered({ content: 'ten' }, { outputSchema });
    expect(JSON.parse(text)).toEqual({
      kind: 'a',
      time: 'simulated: The tool clock gave ‘ten’.',
      why: 'simulated why',
    });
  });

  it('does not call it when it is asked again, whatever the message says', () => {
    const toolCalls = [{ id: 'c1', name: 'clock', arguments: {} }];
    const messages: RecordedMessage[] = [
      { role: 'user', content: 'Use the clock.' },
      { role: 'assistant', content: '', toolCalls },
      { role: 'tool', content: 'ten', callId: 'c1' },
      { role: 'assistant', content: 'Ten.' },
      { role: 'user', content: 'Use the clock and add_line.' },
    ];
    const tools = [{ ...clock, simulate: true }, addLine];
    expect(namesOf(request('', { messages, tools }))).toEqual(['add_line']);
  });
});
