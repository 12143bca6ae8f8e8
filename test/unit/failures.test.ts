import { expect, it } from 'vitest';
import { causes, Failure, failure, findFailure } from '../../src/core/failures.ts';

it('the causes of an error begin with itself, and end where it leads back to itself', () => {
  const inner = new Error('inner');
  const outer = new Error('outer', { cause: inner });
  expect(causes(outer)).toEqual([outer, inner]);
  expect(causes('thrown text')).toEqual([]);
  inner.cause = outer;
  expect(causes(outer).length).toBeLessThan(1_000);
  expect(findFailure(outer)).toBeUndefined();
});

it('a failure is found below what wraps it', () => {
  const found = failure(Failure.modelRejected, 'no');
  expect(findFailure(new Error('outer', { cause: found }))).toBe(found);
});
