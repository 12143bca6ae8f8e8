import { expect, it } from 'vitest';
import { argumentsOf, partsBehind } from '../../../src/activities/events/live-arguments.ts';
import { WaitingTexts } from '../../../src/activities/events/waiting-texts.ts';

const piece = (start: number, text: string, call = 0, offset = start) => ({
  turn: argumentsOf('turn'),
  call: 'call',
  start,
  text,
  tool: { call, name: 'weather', offset },
});

it('Arguments that wait are one piece of their turn, with a part for each stretch of a call', () => {
  const texts = new WaitingTexts();
  texts.add(piece(0, '{"a'));
  texts.add(piece(3, '":'));
  texts.add(piece(5, '{}', 1, 0));
  texts.add(piece(7, '1}', 0, 5));
  const { pieces } = texts.takeAll();

  expect(pieces).toMatchObject([{ turn: 'turn#arguments', start: 0, stop: 9 }]);
  const part = (call: number, offset: number, text: string) => ({
    ...{ call, name: 'weather', offset, text },
  });
  const [first, ...rest] = [part(0, 0, '{"a":'), part(1, 0, '{}'), part(0, 5, '1}')];
  expect(partsBehind(pieces, 0)).toEqual([first, ...rest]);
  expect(partsBehind(pieces, 2)).toEqual([part(0, 2, 'a":'), ...rest]);
  expect(partsBehind(pieces, 6)).toEqual([part(1, 1, '}'), part(0, 5, '1}')]);
  expect(partsBehind(pieces, 9)).toEqual([]);
  expect(partsBehind([{ ...pieces[0], start: 1, text: '[]' }], 0)).toEqual([]);
  expect(partsBehind([{ start: 0, text: 'no JSON' }], 0)).toEqual([]);
});

it('Arguments and texts wait in the same room, and nothing is taken behind what was dropped', () => {
  const texts = new WaitingTexts();
  const long = 'x'.repeat(3_000_000);
  const said = { turn: 'other', call: 'other', start: 0 };
  expect(texts.add({ ...said, text: long })).toBe(true);
  expect(texts.add(piece(0, '{'))).toBe(true);
  expect(texts.add(piece(1, long))).toBe(false);
  expect(texts.add(piece(1 + long.length, '}'))).toBe(false);
  texts.hush('other');
  expect(texts.add(piece(1 + long.length, '}'))).toBe(false);
  texts.drop([argumentsOf('turn')]);
  expect(texts.add({ ...said, text: `${long}${'x'.repeat(1_000_000)}` })).toBe(true);

  expect(texts.takeAll()).toMatchObject({
    pieces: [{ turn: 'other', stop: 4_000_000 }],
    dropped: [argumentsOf('turn')],
  });
});
