import { describe, expect, it } from 'vitest';
import { answerProblem, readAnswer } from '../../src/core/kinds/person/answers.ts';
import { Heard } from '../../src/cli/live/heard.ts';
import { isSmall } from '../../src/core/kinds/small-pattern.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';

const question = { id: '1-Ada', choices: ['yes', 'no'] };

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

describe('an answer', () => {
  it.each([null, 'yes', {}, { answer: ' ' }, { answer: 1 }, { answer: 'yes', by: 7 }])(
    '%j is none',
    (given) => expect(readAnswer(given)).toMatch(/an answer is/),
  );

  it('is taken once, and again when it is the same', () => {
    const before = { answer: 'yes', by: 'Ada' };
    expect(answerProblem({ answer: 'yes' }, question, null)).toBeNull();
    expect(answerProblem({ answer: 'yes' }, question, before)).toBeNull();
    expect(answerProblem({ answer: 'no' }, question, before)).toMatch(/already, by Ada: yes/);
  });

  it('is refused for another question, and where it is none of the choices', () => {
    expect(answerProblem({ answer: 'yes', question: '2' }, question, null)).toMatch(/no question/);
    expect(answerProblem({ answer: 'maybe' }, question, null)).toMatch(/none of the choices/);
  });
});

it('a question that waits is shown with the command that answers it, until it is answered', () => {
  const heard = new Heard();
  const place = { seq: 1, at: '', run: 'run-1', path: '1-Ada B', cursor: '1' };
  const asked = { question: 'Ship?', choices: ['yes', 'no'], deadline: null, answerTo: '' };
  const more = { assignee: null, approval: null };
  const id = '1-Ada B';
  const line = heard.hear({ ...place, type: 'question.asked', id, ...asked, ...more });
  expect(line).toBe(`asks: Ship? (yes, no) · durable-agents answer run-1 "…" --question '1-Ada B'`);
  expect(heard.questions()).toEqual([line]);
  const answered = { answer: 'yes', by: 'Ada', approved: null, reason: null, means: 'update' };
  heard.hear({ ...place, type: 'question.answered', id, ...answered });
  expect(heard.questions()).toEqual([]);
});
