import { describe, expect, it } from 'vitest';
import { contextLimits, type FactChange, type MergeRule } from '../../src/core/user-context.ts';
import { factsIn, noFacts, outcomeOf, receive, type UserFacts } from '../../src/core/user-facts.ts';

const noon = '2026-11-25T12:00:00.000Z';
let ids = 0;

interface Set {
  merge?: MergeRule;
  id?: string;
  setBy?: string;
}

function set(key: string, value: unknown, { merge, id, setBy = 'Agent' }: Set = {}) {
  ids += 1;
  const change = { change: 'set', id: id ?? `id-${ids}`, setBy, run: 'run', key, value };
  return { ...change, merge: merge ?? null } as FactChange;
}

function forget(key: string | null): FactChange {
  ids += 1;
  return { change: 'forget', id: `id-${ids}`, setBy: 'Agent', run: null, key };
}

/** A context that has received changes, one after another. */
function after(...changes: unknown[]): UserFacts {
  const state = noFacts();
  for (const change of changes) receive(state, change, noon);
  return state;
}

function valuesIn(state: UserFacts): Record<string, unknown> {
  return Object.fromEntries(factsIn(state).map(({ key, value }) => [key, value]));
}

/** Why the last of some changes was refused; `null`: it was not. */
function refusalOf(state: UserFacts): string | null {
  const outcome = outcomeOf(state, state.recent.at(-1)?.id ?? '');
  return outcome.state === 'refused' ? outcome.reason : null;
}

describe('a user context', () => {
  it('keeps who set a fact, in which run and when, sorted by key', () => {
    const state = after(set('name', 'Phil'), set('city', 'London', { setBy: 'Other' }));
    expect(factsIn(state)).toEqual([
      { key: 'city', value: 'London', merge: 'set', setBy: 'Other', run: 'run', at: noon },
      { key: 'name', value: 'Phil', merge: 'set', setBy: 'Agent', run: 'run', at: noon },
    ]);
  });

  it('applies a change once, however often it comes', () => {
    const once = set('visits', 1, { merge: 'increment', id: 'once' });
    const state = after(once, set('visits', 10), once, { ...once, value: 100 });
    expect(valuesIn(state)).toEqual({ visits: 11 });
    expect(outcomeOf(state, 'once')).toEqual({ state: 'applied' });
    expect(outcomeOf(state, 'never')).toEqual({ state: 'unknown' });
  });

  it('does not apply a refused change later, when it would be possible', () => {
    const add = set('n', 1, { merge: 'increment', id: 'late' });
    const state = after(set('n', 'text'), add, forget('n'), add);
    expect(valuesIn(state)).toEqual({});
    expect(outcomeOf(state, 'late').state).toBe('refused');
  });

  it('forgets one fact with its rule, or all, and lets go of its bytes', () => {
    const facts = [set('a', 1, { merge: 'append' }), set('b', 2), set('c', 3)];
    const state = after(...facts, forget('a'), set('a', 'anew'), forget('nothing'));
    expect(valuesIn(state)).toEqual({ a: 'anew', b: 2, c: 3 });
    receive(state, forget(null), noon);
    expect(state).toMatchObject({ facts: [], bytes: 0 });
  });

  it('takes names that are special to JavaScript for what they are', () => {
    const state = after(set('__proto__', 1), set('constructor', JSON.parse('{"__proto__":2}')));
    expect(JSON.stringify(factsIn(state).map(({ key, value }) => [key, value]))).toBe(
      '[["__proto__",1],["constructor",{"__proto__":2}]]',
    );
  });

  it('goes on from its JSON as if nothing had been', () => {
    const changes = [set('a', [1]), set('a', 2, { merge: 'append', id: 'two' }), set('b', {})];
    const state = JSON.parse(JSON.stringify(after(...changes))) as UserFacts;
    for (const change of [...changes, set('a', 3)]) receive(state, change, noon);
    expect(valuesIn(state)).toEqual({ a: [1, 2, 3], b: {} });
  });
});

describe('a field', () => {
  it.each<[string, FactChange[], unknown]>([
    ['is replaced by default', [set('f', 1), set('f', 'x')], 'x'],
    ['becomes a list by append', [set('f', 1, { merge: 'append' })], [1]],
    [
      'keeps its one value as the first entry',
      [set('f', 'a'), set('f', 'b', { merge: 'append' })],
      ['a', 'b'],
    ],
    [
      'keeps its rule',
      [set('f', 'a', { merge: 'append' }), set('f', 'b'), set('f', ['c'])],
      ['a', 'b', ['c']],
    ],
    ['counts from 0', [set('f', 2, { merge: 'increment' }), set('f', -0.5)], 1.5],
    [
      'takes a new rule for good',
      [set('f', 2, { merge: 'increment' }), set('f', 'x', { merge: 'set' }), set('f', 'y')],
      'y',
    ],
  ])('%s', (_, changes, value) => {
    expect(valuesIn(after(...changes))).toEqual({ f: value });
  });

  it.each([
    ['f', 'text', 1, "'f' holds no number"],
    ['f', 1, 'text', 'no number was given'],
    ['f', 1.7e308, 1.7e308, 'too large a number'],
  ])('refuses to add up what can not be: %s %s %s', (key, held, by, reason) => {
    const state = after(set(key, held), set(key, by, { merge: 'increment' }));
    expect(refusalOf(state)).toContain(reason);
    expect(factsIn(state)).toMatchObject([{ value: held, merge: 'set' }]);
  });
});

describe('what goes over a bound is refused, with the reason, and changes nothing:', () => {
  it('a fact more than 500', () => {
    const facts = Array.from({ length: contextLimits.facts }, (_, index) =>
      set(`k${index}`, index),
    );
    const state = after(...facts, set('one more', 1));
    expect(refusalOf(state)).toContain('500 facts already');
    receive(state, set('k7', 'changed'), noon);
    expect(refusalOf(state)).toBeNull();
    expect(factsIn(state)).toHaveLength(500);
  });

  it('an entry more than 1,000', () => {
    const entries = Array.from({ length: 1_000 }, () => set('list', 1, { merge: 'append' }));
    const state = after(...entries, set('list', 2));
    expect(refusalOf(state)).toContain('1000 entries');
    expect(valuesIn(state)['list']).toEqual(Array.from({ length: 1_000 }, () => 1));
  });

  it.each([
    ['x'.repeat(8_190), 'x'.repeat(8_191)],
    [nested(32), nested(33)],
  ])('a value that is too long or nested too deep', (good, bad) => {
    expect(refusalOf(after(set('k', good)))).toBeNull();
    expect(refusalOf(after(set('k', bad)))).toMatch(/8193 bytes|more than 32 deep/);
  });

  it('more than 512 KB together, counted as they change', () => {
    const entry = 'ä'.repeat(4_000);
    const entries = Array.from({ length: 70 }, () => set('list', entry, { merge: 'append' }));
    const state = after(...entries);
    expect(refusalOf(state)).toContain('at most 524288 are allowed');
    expect(valuesIn(state)['list']).toHaveLength(65);
    expect(state.bytes).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(factsIn(state))));
    expect(state.bytes).toBeLessThan(Buffer.byteLength(JSON.stringify(factsIn(state))) + 200);
    receive(state, set('list', 'short', { merge: 'set' }), noon);
    receive(state, set('other', entry), noon);
    expect(refusalOf(state)).toBeNull();
  });

  it.each([
    [{ ...set('k', 1), key: '' }, 'key: it is empty'],
    [{ ...set('k', 1), key: 'a\nb' }, 'control characters'],
    [{ ...set('k', 1), key: 'k'.repeat(201) }, 'more than 200 characters'],
    [{ ...set('k', 1), merge: 'sum' }, 'merge: '],
    [{ ...set('k', 1), change: 'drop' }, 'change: '],
    [set('k', undefined), 'value: it is not JSON'],
  ])('a change that is none', (change, reason) => {
    const state = after(change);
    expect(refusalOf(state)).toContain(reason);
    expect(factsIn(state)).toEqual([]);
  });

  it.each([null, 'text', { id: 7 }, { ...set('k', 1), id: 'i'.repeat(65) }])(
    'a signal without an id that can be kept',
    (sent) => {
      expect(after(sent)).toMatchObject({ facts: [], recent: [], refusals: [{ id: '' }] });
    },
  );
});

it('the state stays far below the 2 MB of a payload, whatever is sent', () => {
  const state = noFacts();
  const id = (index: number) => `"${index}`.padEnd(64, '"');
  const setBy = '"'.repeat(200);
  for (let index = 0; index < 12_000; index += 1) {
    const key = `"${index}`.padEnd(200, '"');
    const change = set(key, '"'.repeat(index % 2 === 0 ? 5_000 : 500), { id: id(index), setBy });
    receive(state, change, noon);
  }
  expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(1_500_000);
  expect(state.recent).toHaveLength(5_000);
  expect(state.refusals).toHaveLength(50);
  expect(outcomeOf(state, id(7_500))).toEqual({
    state: 'refused',
    reason: 'the reason is no longer known',
  });
});

/** An array nested so deep. */
function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}
