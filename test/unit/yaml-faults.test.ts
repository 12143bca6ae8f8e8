import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDocument } from '../../src/spec-files/spec-document.ts';
import { readConfig } from '../../src/workers/config-file.ts';

// What a reader of YAML passes over in silence is taken as it is meant, or refused with its place.

const folder = mkdtempSync(join(tmpdir(), 'durable-agents-yaml-'));
afterAll(() => rmSync(folder, { recursive: true }));

const inConfig = (text: string) => {
  const file = join(folder, 'durable-agents.yaml');
  writeFileSync(file, text);
  return readConfig(file);
};

const faulty: [string, string, RegExp][] = [
  ['a tag', 'a: 1\nb: !env KEY', /'!env' means nothing here: write the value itself/],
  ['a number that is none', 'b: !!int abc', /'!!int' means nothing here/],
  ['bytes', 'b: !!binary aGk=', /'!!binary' makes no JSON/],
  ['a set', 'b: !!set {x, y}', /'!!set' makes no JSON/],
  ['a date', 'b: !!timestamp 2020-01-01', /'!!timestamp' makes no JSON/],
  ['a key that is a list', '? [a, b]\n: 1', /a key has to be a text/],
  [
    'a key that is an alias of the same text',
    'a: &x b\nb: 1\n"1": 1\n1: 2',
    /this field appears twice/,
  ],
  ['no key', ': 1', /a key is missing/],
  [
    'a long number',
    'b: 12345678901234567890',
    /12345678901234567890 loses digits: write it in quotes/,
  ],
  ['a part inside itself', 'b: &x [*x]', /it contains itself/],
  ['a merge of no object', 'b: {<<: 3}', /[Mm]erge sources must be maps/],
  ['an alias of nothing', 'b: *y', /Unresolved alias/],
  ['brackets without end', '['.repeat(20_000), /nested more than 200 deep/],
  ['lists in lists', '- '.repeat(20_000), /nested more than 200 deep/],
  ['keys in keys', '? '.repeat(20_000), /nested more than 200 deep/],
];

describe('a spec file', () => {
  it.each(faulty)('is refused for %s', (_, text, problem) => {
    expect(() => parseDocument('a.yaml', text)).toThrow(problem);
  });

  it('says where it stands', () => {
    expect(() => parseDocument('a.yaml', 'a: 1\nb: !env KEY')).toThrow(/a\.yaml:2:4/);
  });

  it('has what its merges give it', () => {
    const text =
      'base: &b { provider: m, model: x }\nstep:\n  <<: *b\n  model: y\nall: { <<: [*b, *b] }';
    expect(parseDocument('a.yaml', text).value).toEqual({
      base: { provider: 'm', model: 'x' },
      step: { provider: 'm', model: 'y' },
      all: { provider: 'm', model: 'x' },
    });
  });

  it('may say the same again, with anchors, quotes and brackets in its texts', () => {
    const text = `a: &x { k: 1 }\nb: *x\nc: "${'['.repeat(150)}"\nd: !!str 5\ne: - - x`;
    expect(() => parseDocument('a.yaml', text.replace('\ne: - - x', ''))).not.toThrow();
  });
});

describe('a configuration', () => {
  it.each(faulty)('is refused for %s', (_, text, problem) => {
    expect(() => inConfig(text)).toThrow(problem);
  });

  it('says the line', () => {
    expect(() => inConfig('a: 1\nb: !env KEY')).toThrow(/\(line 2\)/);
  });

  it('has what its merges give it', () => {
    const { providers } = inConfig(
      'providers:\n  a: &a { api: chat, baseURL: "http://127.0.0.1:1/v1", model: x }\n  b: { <<: *a, model: y }',
    );
    expect(providers['b']).toMatchObject({ api: 'chat', model: 'y' });
  });
});
