import { describe, expect, it } from 'vitest';
import { Heard } from '../../src/cli/live/heard.ts';
import { partialResult } from '../../src/client/progress/partial-result.ts';
import type { EventBody, RunEvent } from '../../src/core/events.ts';
import { kindOf } from '../../src/core/kinds/registry.ts';
import { stepTitle } from '../../src/core/kinds/titles.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { surveyOf } from '../../src/core/kinds/walk.ts';
import { writeInside } from '../../src/core/run-view/markdown/write-node.ts';
import { applyAll, openRunView } from '../../src/core/run-view/index.ts';
import { after, answered, byId, called, closed, started } from '../support/run-events.ts';
import type { RouteInput } from '../../src/core/kinds/route/types.ts';

const agent = (name: string) => ({ kind: 'agent', name, provider: 'simulated' }) as const;
const written: RouteInput = {
  kind: 'route',
  name: 'Desk',
  routes: {
    Money: { when: 'for bills', step: agent('Ann') },
    Engines: { when: 'for what *rattles*', step: agent('Ben') },
  },
  otherwise: agent('Cid'),
};
const desk = parseStep(written);

describe('a route that was cut off', () => {
  const error = {
    type: 'Run.Cancelled',
    message: 'the run was cancelled',
    retryable: false,
  } as const;
  const cut = (...more: Parameters<typeof after>[1][]) =>
    partialResult(
      'run',
      byId(after('run', started(written), ...more, closed(900, { status: 'cancelled' }))),
      error,
    );

  it('keeps which way it went, what is finished, and what the choice has cost', () => {
    const result = cut(
      ...[called('5', 'choose', 10), answered('5', 210)],
      ...[called('6', 'Engines', 220), answered('6', 420)],
    );
    expect(result).toMatchObject({
      ...{ kind: 'route', success: false, error, route: 'Engines', usage: { calls: 2 } },
      ...{ totalCost: 1, result: { name: 'Ben', success: true, content: 'reply 6' } },
    });
  });

  it('has gone no way while it was chosen', () => {
    const result = cut(called('5', 'choose', 10), answered('5', 210));
    expect(result).toMatchObject({
      route: null,
      result: null,
      usage: { calls: 1 },
      totalCost: 0.5,
    });
  });
});

describe('the spec of a route', () => {
  it('is asked for everybody in it, and for the function that chooses', () => {
    const { agents, functions } = surveyOf(parseStep({ ...written, by: { function: 'sort' } }));
    expect(agents.map(({ name }) => name)).toEqual(['Ann', 'Ben', 'Cid']);
    expect(functions).toEqual(['sort']);
    const porter = parseStep({ ...written, by: agent('Porter') });
    expect(surveyOf(porter).agents[0]?.name).toBe('Porter');
  });

  it('can have every step in it changed', () => {
    const spec = parseStep({ ...written, by: agent('Porter') });
    const renamed = kindOf(spec).mapChildren(spec, (step) => ({ ...step, name: `${step.name}!` }));
    expect(surveyOf(renamed).agents.map(({ name }) => name)).toEqual([
      ...['Porter!', 'Ann!', 'Ben!', 'Cid!'],
    ]);
  });

  it.each([
    ['choose', 'Router · choice'],
    ['Money', 'Money'],
    ['otherwise', 'otherwise'],
    ['nobody', 'nobody'],
  ])('has words for the path %s', (path, title) => {
    expect(stepTitle(path, desk)).toBe(title);
  });
});

describe('a route as it is looked at', () => {
  const told = (path: string, body: EventBody, seq: number) =>
    ({
      ...body,
      path,
      seq,
      at: new Date(seq * 1_000).toISOString(),
      run: 'r',
      cursor: `${seq}`,
    }) as RunEvent;
  const events = [
    told('', { type: 'run.started', kind: 'route', name: 'Desk' }, 1),
    told('choose', { type: 'step.started', kind: 'agent', title: 'Router · choice' }, 2),
    told('', { type: 'route.chosen', route: 'Engines', reason: 'it <rattles>' }, 3),
    told('Engines', { type: 'step.started', kind: 'agent', title: 'Engines' }, 4),
  ];
  const viewOf = (spec: typeof desk | null, until?: number) =>
    applyAll(openRunView(spec), events.slice(0, until)).root;

  it('has the ways there are, and later the one that was chosen', () => {
    expect(viewOf(desk, 2).own).toMatchObject({ chosen: null, taken: null, choice: 'choose' });
    expect(viewOf(desk).own).toMatchObject({
      ways: [{ name: 'Money' }, { name: 'Engines', path: 'Engines' }, { name: 'otherwise' }],
      chosen: { route: 'Engines', reason: 'it <rattles>' },
      taken: 'Engines',
    });
  });

  it('knows without its spec the way that it has gone', () => {
    expect(viewOf(null).own).toMatchObject({
      ways: [{ name: 'Engines', when: null }],
      taken: 'Engines',
    });
  });

  it('is written down with what was chosen and why', () => {
    const document = writeInside(viewOf(desk), 2).join('\n');
    expect(document).toContain('- [x] `Engines`: for what \\*rattles\\*');
    expect(document).toContain('- [ ] `Money`: for bills');
    expect(document).toContain('_it \\<rattles\\>_');
  });

  it('is a line in a pipe', () => {
    const lines = events.flatMap((event) => new Heard().hear(event) ?? []);
    expect(lines).toEqual(['route Engines: it <rattles>']);
  });
});
