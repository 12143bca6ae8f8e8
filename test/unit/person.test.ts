import { describe, expect, it } from 'vitest';
import { answerProblem, readAnswer } from '../../src/core/questions/answers.ts';
import { Heard } from '../../src/cli/live/heard.ts';
import { isSmall } from '../../src/core/kinds/small-pattern.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';

const question = { id: '1-Ada', choices: ['yes', 'no'], approval: null };

describe('the spec of a person', () => {
  it('has a default for everything', () => {
    expect(parseStep({ kind: 'person' })).toEqual({
      kind: 'person',
      name: 'person',
      question: '{input}',
      choices: [],
      timeout: '24h',
      default: null,
      assignee: null,
    });
  });

  it.each([
    [{ choices: ['a', 'b'], default: 'c' }, /default.*none of the choices/],
    [{ choices: ['a', 'a'] }, /twice/],
    [{ question: ' ' }, /question/],
    [{ timeout: 120 }, /timeout/],
  ])('refuses %j', (more, reason) => {
    expect(() => parseStep({ kind: 'person', ...more })).toThrow(reason);
  });

  it('makes every pattern around it a run of its own', () => {
    expect(isSmall(parseStep({ kind: 'pipeline', steps: [{ kind: 'person' }] }))).toBe(false);
  });
});

const given = { answer: null, approve: null, reason: null, question: null, by: null };
const said = { ...given, answer: 'yes' };

describe('an answer', () => {
  it.each([
    null,
    'yes',
    {},
    { answer: ' ' },
    { answer: 1 },
    { answer: 'yes', by: 7 },
    { answer: 'yes', approve: true },
    { approve: 'yes' },
    { approve: true, reason: 1 },
  ])('%j is none', (sent) => expect(readAnswer(sent)).toMatch(/an answer is/));

  it('is taken once, and again when it is the same', () => {
    const before = { answer: 'yes', by: 'Ada', at: '', approved: null, reason: null };
    const known = { ...before, means: 'signal' as const };
    expect(answerProblem(said, question, null)).toBeNull();
    expect(answerProblem(said, question, known)).toBeNull();
    expect(answerProblem({ ...said, answer: 'no' }, question, known)).toMatch(
      /already, by Ada: yes/,
    );
    expect(answerProblem(said, question, { ...known, means: 'default' })).toMatch(/is over/);
  });

  it('is refused where it is none of the choices, or a verdict', () => {
    expect(answerProblem({ ...said, answer: 'maybe' }, question, null)).toMatch(/none of the/);
    expect(answerProblem({ ...given, approve: true }, question, null)).toMatch(/takes a text/);
  });

  it('to an approval is a yes or a no, whatever the reason', () => {
    const approval = { agent: 'Ann', tool: 'rm', args: '{}', said: '' };
    const asked = { id: '1-Ann#1.0', choices: [], approval };
    const known = { answer: null, approved: false, reason: 'x', by: null, at: '' };
    const before = { ...known, means: 'update' as const };
    expect(answerProblem(said, asked, null)).toMatch(/is an approval/);
    expect(answerProblem({ ...given, approve: true }, asked, null)).toBeNull();
    expect(answerProblem({ ...given, approve: false }, asked, before)).toBeNull();
    expect(answerProblem({ ...given, approve: true }, asked, before)).toMatch(/already.*: denied/);
  });
});

it('a question that waits is shown with the command that answers it, until it is answered', () => {
  const heard = new Heard();
  const place = { seq: 1, at: '', run: 'run-1', path: '1-Ada B', cursor: '1' };
  const now = Date.parse('2026-01-01T00:00:00Z');
  const deadline = '2026-01-01T23:30:00Z';
  const asked = { question: 'Ship?', choices: ['yes', 'no'], deadline, answerTo: '' };
  const more = { assignee: null, approval: null };
  const id = '1-Ada B';
  const line = heard.hear({ ...place, type: 'question.asked', id, ...asked, ...more });
  expect(line).toBe(`asks: Ship? (yes, no) · durable-agents answer run-1 "…" --question '1-Ada B'`);
  expect(heard.questions(now)).toEqual([
    {
      asks: 'asks (23 h 30 min left): Ship? (yes, no)',
      how: `durable-agents answer run-1 "…" --question '1-Ada B'`,
    },
  ]);
  const answered = { answer: 'yes', by: 'Ada', approved: null, reason: null, means: 'update' };
  heard.hear({ ...place, type: 'question.answered', id, ...answered });
  expect(heard.questions(now)).toEqual([]);
});
