import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/core/nearest.ts';

const fields = ['role', 'timeout', 'instructions', 'temperature', 'tools', 'model', 'maxTurns'];

describe('the nearest of known words', () => {
  it.each([
    ['rol', 'role'],
    ['timout', 'timeout'],
    ['instructons', 'instructions'],
    ['modle', 'model'], // two letters that changed places are one slip
    ['max_turns', 'maxTurns'],
    ['MAXTURNS', 'maxTurns'],
    ['tolos', 'tools'],
    ['weather', undefined],
    ['', undefined],
    ['x', undefined],
  ])('to %s is %s', (wrong, right) => {
    expect(nearest(wrong, fields)).toBe(right);
  });

  it('is the first of those that are equally near', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
  });

  it('takes - and _ for the same', () => {
    expect(nearest('take_over', ['take-over'])).toBe('take-over');
  });

  it('is found at once among long words too', () => {
    expect(nearest('x'.repeat(100_000), ['y'.repeat(100_000)])).toBeUndefined();
  });

  it('is asked for at the end of a message, and is not where nothing is near', () => {
    expect(didYouMean('opnai', ['openai', 'anthropic'])).toBe(" (did you mean 'openai'?)");
    expect(didYouMean('weather', ['openai', 'anthropic'])).toBe('');
  });
});
