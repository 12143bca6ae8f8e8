import { describe, expect, it } from 'vitest';
import { indentationProblem } from '../../src/spec-files/indentation.ts';
import { parseDocument } from '../../src/spec-files/spec-document.ts';

const agents = 'kind: parallel\nagents:\n  - kind: agent\n    name: A\n';

describe('a line of YAML that stands beside nothing', () => {
  it.each([
    [
      'a field that is too deep',
      `${agents}      role: x\n`,
      5,
      6,
      "4 would put it beside 'name' of line 4",
    ],
    [
      'one that is too little',
      `${agents}   role: x\n`,
      5,
      3,
      "4 would put it beside 'name' of line 4",
    ],
    [
      'a field beside the dash of its item',
      'agents:\n  - kind: agent\n  name: A\n',
      3,
      2,
      "4 would put it beside 'kind' of line 2",
    ],
    [
      'an item that is too deep',
      `${agents}   - kind: agent\n`,
      5,
      3,
      "2 would put it beside the '-' of line 3",
    ],
    [
      'one that is too little, too',
      `${agents} - kind: agent\n`,
      5,
      1,
      "2 would put it beside the '-' of line 3",
    ],
    [
      'a field of the whole',
      'kind: agent\n name: A\n',
      2,
      1,
      "0 would put it beside 'kind' of line 1",
    ],
  ])('is told with what it should stand beside: %s', (_, text, ...place) => {
    const [line, spaces, wanted] = place;
    const told = `this line begins after ${spaces === 1 ? '1 space' : `${spaces} spaces`}; ${wanted}`;
    const problem = { path: '', message: told, line, column: spaces + 1 };
    expect(indentationProblem(text, 99)).toEqual(problem);
    const read = () => parseDocument('f.yaml', text);
    expect(read).toThrow(`f.yaml:${line}:${spaces + 1}: ${told}`);
  });

  it.each([
    ['lists beside their field', 'steps:\n- kind: agent\n  name: A\n- kind: agent\nname: P\n'],
    ['texts of several lines', 'a: |\n  x: y\n     z: w\nb: 1\n'],
    ['items that begin on the next line', 'a:\n  -\n    b: 1\n    c: 2\n  - d: 3\n'],
    ['anchors', 'a: &one\n  b: 1\nc: *one\n'],
    ['comments and empty lines', 'a:\n      # far\n  b: 1\n\n  c: 2\n'],
  ])('is not seen where there is none: %s', (_, text) => {
    expect(indentationProblem(text, 99)).toBeUndefined();
    expect(() => parseDocument('f.yaml', text)).not.toThrow();
  });
});

describe('other slips', () => {
  it.each([
    ['kind: agent\nrole: writer: of texts\n', "2:7: a text with ': ' in it has to stand in quotes"],
    ['kind: agent\nname A\nrole: x\n', "2:1: a ':' is missing in 'name A'"],
    ['kind: agent\nname:A\nrole: x\n', "2:1: a space is missing after the ':' of 'name:A'"],
    ['kind: agent\n\tname: A\n', '2:1: a tab cannot indent a line of YAML: use spaces'],
    [
      'name: A\nname: B\nname: C\n',
      '2:1: this field appears twice\nf.yaml:3:1: this field appears twice',
    ],
  ])('are told in plain words: %j', (text, told) => {
    expect(() => parseDocument('f.yaml', text)).toThrow(`f.yaml:${told}`);
  });
});
