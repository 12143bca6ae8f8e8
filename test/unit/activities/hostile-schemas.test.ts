import { describe, expect, it } from 'vitest';
import {
  checkReply,
  refuseNoSchema,
} from '../../../src/activities/structured-output/reply-schema.ts';
import { parseStep } from '../../../src/core/kinds/step-schema.ts';
import { outputProblem } from '../../../src/core/output-schema.ts';
import { weigh } from '../../../src/core/schema-weight.ts';

/** Half of what a check may take at least: by the clock, as the time of the thread counts as the process's. */
const longestStallMs = 1_000;

function watchTurns() {
  let last = performance.now();
  let longest = 0;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 5);
  return {
    longest() {
      clearInterval(timer);
      look();
      return longest;
    },
  };
}

const nested = (levels: number) => {
  let schema: Record<string, unknown> = { type: 'string' };
  for (let level = 0; level < levels; level += 1)
    schema = { type: 'object', properties: { a: schema } };
  return schema;
};

const ten = (name: string) => Array.from({ length: 10 }, () => ({ $ref: `#/$defs/${name}` }));

const bomb = {
  $defs: {
    ...Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name, at) => [name, { anyOf: ten('bcdefg'[at] ?? '') }]),
    ),
    g: { type: 'string', minLength: 3 },
  },
  type: 'array',
  items: { $ref: '#/$defs/a' },
};

const evilPattern = '^(a+)+$';
const evilText = `${'a'.repeat(40)}!`;

describe('a schema that could take for ever', () => {
  it.each([
    ['a pattern', { properties: { a: { pattern: evilPattern } } }, { a: evilText }],
    ['a pattern of names', { patternProperties: { [evilPattern]: true } }, { [evilText]: 1 }],
    [
      'a pattern where a value is expected',
      { properties: { default: { pattern: evilPattern } } },
      { default: evilText },
    ],
    ['alternatives of alternatives', bomb, [1, 2, 3, 4, 5, 6, 7, 8]],
    [
      'alternatives that lead back to themselves',
      { anyOf: [{ properties: { a: { $ref: '#' } } }, { items: { $ref: '#' } }] },
      JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`),
    ],
    [
      'values that are compared with one another',
      { type: 'array', uniqueItems: true },
      Array.from({ length: 30_000 }, (_, at) => ({ at })),
    ],
  ])('is checked where it holds nobody up: %s', async (_, schema, value) => {
    const turns = watchTurns();

    const checked = await checkReply(JSON.stringify(value), schema, 'Critic');

    expect(checked.ok ? '' : checked.reason).toMatch(/^$|not be checked .* 2 s|does not fit/);
    expect(turns.longest()).toBeLessThan(longestStallMs);
  });

  it('tells the model that its reply took too long, and the next one is checked as ever', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string', pattern: evilPattern } } };

    expect(await checkReply(JSON.stringify({ a: evilText }), schema, 'Critic')).toEqual({
      ok: false,
      reason: expect.stringContaining('could not be checked against its schema within 2 s'),
    });
    expect(await checkReply('{"a": "aaa"}', schema, 'Critic')).toEqual({
      ok: true,
      json: '{"a": "aaa"}',
    });
    expect(await checkReply('{"a": "b"}', schema, 'Critic')).toEqual({
      ok: false,
      reason: expect.stringContaining('must match pattern'),
    });
  });

  it('is refused as Input.Invalid where a thread finds that it is none', async () => {
    const schema = { properties: { a: { pattern: '(' } } };

    await expect(refuseNoSchema(schema, 'Critic')).rejects.toMatchObject({
      type: 'Input.Invalid',
      message: expect.stringContaining("agent 'Critic'"),
    });
    await expect(checkReply('{}', schema, 'Critic')).rejects.toMatchObject({
      type: 'Input.Invalid',
    });
  });

  it('checks a reply of some megabytes in a thread', async () => {
    const text = JSON.stringify({ all: Array.from({ length: 300_000 }, (_, at) => `${at}`) });
    const schema = {
      type: 'object',
      properties: { all: { type: 'array', items: { type: 'string' } } },
    };
    const turns = watchTurns();

    const checked = await checkReply(text, schema, 'Critic');

    expect(checked.ok && checked.json === text).toBe(true);
    expect(turns.longest()).toBeLessThan(longestStallMs);
  });
});

describe('a schema that is too large', () => {
  it.each([
    ['levels', nested(60), /more than 100 levels/],
    ['levels, by the thousand', nested(2_000), /more than 100 levels/],
    ['characters', { enum: Array.from({ length: 50_000 }, (_, at) => `e${at}`) }, /characters/],
    ['schemas', { anyOf: Array.from({ length: 3_000 }, () => ({})) }, /3002 schemas/],
  ])('is refused: %s', async (_, schema, reason) => {
    expect(outputProblem(schema)).toMatch(reason);
    await expect(refuseNoSchema(schema, 'Critic')).rejects.toMatchObject({
      type: 'Input.Invalid',
      message: expect.stringMatching(reason),
    });
  });

  it('is found before anything follows it down', () => {
    const agent = { kind: 'agent', name: 'A', output: nested(2_000) };

    expect(() => parseStep(agent)).toThrowError(
      expect.objectContaining({
        type: 'Input.Invalid',
        message: expect.stringMatching(/500 levels/),
      }),
    );
  });

  it('is told from one that contains itself', () => {
    const agent: Record<string, unknown> = { kind: 'agent', name: 'A' };
    agent['output'] = { properties: agent };

    expect(() => parseStep(agent)).toThrowError(/it contains itself/);
  });
});

describe('names that every object has', () => {
  const schema = JSON.parse(
    '{"type":"object","properties":{"__proto__":{"type":"object"},"constructor":{"type":"string"}},"required":["__proto__","constructor"]}',
  );

  it('are properties only where they were written', async () => {
    const reply = '{"__proto__": {"polluted": 1}, "constructor": "x"}';

    expect(await checkReply('{}', schema, 'Critic')).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/'__proto__'.*'constructor'/),
    });
    expect(await checkReply(reply, schema, 'Critic')).toEqual({ ok: true, json: reply });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a value that is no text', () => {
  it.each([
    [{ $ref: { toString: null } }],
    [{ $schema: { toString: null }, type: 'objekt' }],
    [{ properties: { a: { $dynamicRef: [] } } }],
  ])('is no name of a schema: %j', async (schema) => {
    expect(outputProblem(schema)).toMatch(/not a JSON Schema/);
    await expect(checkReply('{}', schema, 'Critic')).rejects.toMatchObject({
      type: 'Input.Invalid',
    });
  });
});

describe('the weight of a schema', () => {
  it('follows alternatives and references', () => {
    expect(weigh({ type: 'string' }).checks).toBe(1);
    expect(weigh(bomb).checks).toBeGreaterThan(1_000_000);
    expect(weigh({ items: { $ref: '#' } }).checks).toBe(Infinity);
    expect(weigh({ items: { $ref: '#/$defs/no' } }).checks).toBe(Infinity);
  });
});
