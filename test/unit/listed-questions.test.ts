import type { Client } from '@temporalio/client';
import { expect, it } from 'vitest';
import { inbox } from '../../src/client/questions/inbox.ts';
import { askedBelow, listedQuestion, shortened } from '../../src/core/questions/listed.ts';
import { readAnswer } from '../../src/core/questions/answers.ts';

const approval = { agent: 'Ann', tool: 'rm', args: 'x'.repeat(50_000), said: 'y'.repeat(50_000) };
const question = {
  question: 'May it?'.repeat(2_000),
  choices: Array.from({ length: 100 }, () => 'choice '.repeat(2_000)),
  ...{ timeoutMs: 60_000, default: null, assignee: null, approval },
};

it.each([1, 10, 100, 2_000])('%i questions that wait are listed in a bounded room', (count) => {
  const open = Array.from({ length: count }, (_, index) =>
    listedQuestion(`q${index}`, question, 0),
  );

  const listed = shortened(open);

  expect(listed).toHaveLength(Math.min(count, 100));
  expect(JSON.stringify(listed).length).toBeLessThan(70_000);
  expect(listed[0]).toMatchObject({ id: 'q0', deadline: '1970-01-01T00:01:00.000Z' });
});

it('a question is looked for at its own step, and at those around it', () => {
  expect(askedBelow('A/B#2.0', 'run')).toEqual(['A/B#2.0', 'A/B', 'A']);
  expect(askedBelow('run#1.0', 'run')).toEqual(['run#1.0']);
});

it.each(['q'.repeat(801), 'a\ud800', 'a\nb'])('an answer names no question like %j', (id) => {
  expect(readAnswer({ answer: 'yes', question: id })).toMatch(/id of a question/);
});

it.each([
  ['Ada\nBob: approves', 'Ada Bob: approves'],
  [' \n', null],
])('who answers is told on one line: %j', (by, name) => {
  expect(readAnswer({ answer: 'yes', by })).toMatchObject({ by: name });
});

it('a memo that somebody else has written is no list of questions', async () => {
  const mine = listedQuestion('q', question, 0);
  const memos = [
    ['a'],
    [null, 1, { id: 'x' }],
    { q: 1 },
    'q',
    [{ ...mine, choices: null }],
    [mine],
  ];
  async function* list() {
    for (const [index, each] of memos.entries())
      yield { workflowId: `w${index}`, memo: { questions: each } };
  }

  const found = await inbox({ workflow: { list } } as unknown as Client, {});

  expect(found).toEqual([{ ...mine, run: 'w5', answerTo: 'w5' }]);
});
