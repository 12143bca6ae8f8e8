import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { firstAbort } from '../../../src/service/first-abort.ts';

it('is aborted with the first of several signals, or one that was aborted before', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const over = firstAbort([one.signal, other.signal]);
  expect(over.signal.aborted).toBe(false);
  other.abort();
  expect(over.signal.aborted).toBe(true);
  expect(firstAbort([one.signal, other.signal]).signal.aborted).toBe(true);
});

it('is aborted by hand too, and aborts none of the others', () => {
  const one = new AbortController();
  const over = firstAbort([one.signal]);
  over.abort();
  expect([over.signal.aborted, one.signal.aborted]).toEqual([true, false]);
});

it('leaves nothing behind at a signal that lives longer', () => {
  const one = new AbortController();
  const over = firstAbort([one.signal]);
  expect(getEventListeners(one.signal, 'abort')).toHaveLength(1);
  over.release();
  expect(getEventListeners(one.signal, 'abort')).toHaveLength(0);
  one.abort();
  expect(over.signal.aborted).toBe(false);
});
