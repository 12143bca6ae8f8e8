import { describe, expect, it } from 'vitest';
import { parseStep, readStep } from '../../src/core/kinds/step-schema.ts';
import type { RouteInput, RouteResult } from '../../src/core/kinds/route/types.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { memoryWorld, type Script, type WorldOptions } from '../support/memory-host.ts';

const agent = (name: string) => ({ kind: 'agent', name, provider: 'scripted' }) as const;

const desk: RouteInput = {
  kind: 'route',
  name: 'Desk',
  routes: {
    Billing: { when: 'questions about invoices', step: agent('Ann') },
    'Tech support': { when: 'what does not work', step: agent('Ben') },
  },
  otherwise: agent('Cid'),
};

const { otherwise: _, ...strict } = desk;

const chooses =
  (...replies: { route: string; reason?: string }[]): Script =>
  ({ agentName, call }) =>
    call.settings.output === null
      ? { content: `from ${agentName}` }
      : { content: JSON.stringify({ reason: 'so', ...replies.shift() }) };

async function ran(
  spec: StepInput,
  script: Script,
  options?: WorldOptions,
  input = 'My <b>bill</b>',
) {
  const world = memoryWorld(script, options);
  const result = (await world.run(parseStep(spec), input)) as RouteResult;
  return { result, world };
}

describe('a route', () => {
  it('does the step that a made agent chooses, and says which and why', async () => {
    const { result, world } = await ran(
      desk,
      chooses({ route: 'Tech support', reason: 'it is broken' }),
    );
    expect(result).toMatchObject({
      ...{ success: true, content: 'from Ben', route: 'Tech support', reason: 'it is broken' },
      result: { name: 'Ben', content: 'from Ben' },
      usage: { calls: 2 },
    });
    expect(world.calls.map(({ agentName }) => agentName)).toEqual(['Router', 'Ben']);
    expect(world.calls[1]?.prompt).toBe('My <b>bill</b>');
  });

  it('tells the chooser what each route is for, and what is asked as what is asked only', async () => {
    const { world } = await ran(desk, chooses({ route: 'Billing' }));
    const [asked] = world.calls;
    expect(asked?.prompt).toContain('<route name="Billing">\nquestions about invoices\n</route>');
    expect(asked?.prompt).toContain('My &lt;b&gt;bill&lt;/b&gt;');
    expect(asked?.call.settings.output).toMatchObject({
      title: 'Route',
      properties: { route: { enum: ['Billing', 'Tech support', 'none'] } },
    });
  });

  it.each(['tech_support', 'TECH-SUPPORT', '"Tech support"'])(
    'knows which route %s means',
    async (route) => {
      const { result } = await ran(desk, chooses({ route }));
      expect(result).toMatchObject({ route: 'Tech support', content: 'from Ben' });
    },
  );

  it('asks again with the names where there is no such route', async () => {
    const { result, world } = await ran(desk, chooses({ route: 'Sales' }, { route: 'Billing' }));
    expect(result).toMatchObject({ route: 'Billing', usage: { calls: 3 } });
    expect(world.calls[1]?.prompt).toContain("'Billing', 'Tech support' or 'none'");
  });

  it('does what is to be done otherwise where none fits', async () => {
    const { result } = await ran(desk, chooses({ route: 'None', reason: 'a poem' }));
    expect(result).toMatchObject({
      route: null,
      reason: 'a poem',
      content: 'from Cid',
      success: true,
    });
  });

  it('fails where none is chosen and nothing is to be done then, and does not offer that', async () => {
    const { result, world } = await ran(strict, chooses({ route: 'none', reason: 'a poem' }));
    expect(result).toMatchObject({
      ...{ success: false, content: null, route: null, result: null, usage: { calls: 1 } },
      error: {
        type: 'Route.NoneChosen',
        retryable: false,
        message: expect.stringMatching(/Desk.*\(a poem\).*Billing, Tech support.*'otherwise'/),
      },
    });
    const properties = world.calls[0]?.call.settings.output?.['properties'];
    expect(properties).toMatchObject({ route: { enum: ['Billing', 'Tech support'] } });
  });

  it('fails with the failure of whoever chooses, and does nothing otherwise', async () => {
    const { result, world } = await ran(desk, ({ agentName }) =>
      agentName === 'Router' ? { content: 'Hm.' } : { content: 'from it' },
    );
    expect(result).toMatchObject({
      success: false,
      route: null,
      error: { type: 'Reply.Unusable' },
    });
    expect(world.calls.every(({ agentName }) => agentName === 'Router')).toBe(true);
    expect(result.usage.calls).toBe(3);
  });

  it('fails with the failure of the step, and says which it was', async () => {
    const { result } = await ran(desk, (asked) =>
      asked.agentName === 'Ann'
        ? { problem: { kind: 'empty', reason: 'nothing' } }
        : chooses({ route: 'Billing' })(asked),
    );
    expect(result).toMatchObject({
      ...{ success: false, content: null, route: 'Billing' },
      error: { type: 'Reply.Unusable', agentName: 'Ann' },
      result: { success: false },
    });
  });

  it('has the agent choose that it names', async () => {
    const { world } = await ran({ ...desk, by: agent('Porter') }, chooses({ route: 'Billing' }));
    expect(world.calls.map(({ agentName }) => agentName)).toEqual(['Porter', 'Ann']);
  });
});

describe('a function that chooses', () => {
  const by = { function: 'choose' };
  const returns = (value: unknown) => ({ functions: { choose: () => value } });
  const nobody = chooses();

  it.each([
    ['a name', 'billing', 'Billing', null],
    ['a name and why', { route: 'Tech support', reason: 'broken' }, 'Tech support', 'broken'],
    ['nothing', null, null, null],
    ['none and why', { route: null, reason: 'odd' }, null, 'odd'],
  ])('may return %s', async (_what, value, route, reason) => {
    const { result, world } = await ran({ ...desk, by }, nobody, returns(value));
    expect(result).toMatchObject({ success: true, route, reason });
    expect(world.calls).toHaveLength(1);
  });

  it.each([
    ['a name that is none', 'Biling', "no route 'Biling' (did you mean 'Billing'?): it has to be"],
    ['a number', 7, 'expected an object'],
    ['a route that is no name', { route: 7 }, 'route: expected a string'],
  ])('fails the run with %s', async (_what, value, message) => {
    const { result, world } = await ran({ ...desk, by }, nobody, returns(value));
    expect(result.error).toMatchObject({
      type: 'Tool.Failed',
      message: expect.stringContaining(message),
    });
    expect(world.calls).toHaveLength(0);
  });

  it('gets what is asked', async () => {
    const choose = (text: string) => (text.includes('bill') ? 'Billing' : 'Tech support');
    const { result } = await ran({ ...desk, by }, nobody, { functions: { choose } });
    expect(result.route).toBe('Billing');
  });
});

describe('the spec of a route', () => {
  const one = { when: 'always', step: agent('Ann') };
  const problems = (spec: object) => {
    const read = readStep({ kind: 'route', routes: { one }, ...spec });
    return read.ok ? [] : read.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  it('is filled in, and read again is the same', () => {
    const spec = parseStep({ kind: 'route', routes: { one } });
    expect(spec).toMatchObject({
      ...{ name: 'route', by: null, otherwise: null, choosingTimeout: '60s' },
      routes: { one: { when: 'always', step: { maxTurns: 10 } } },
    });
    expect(parseStep(spec)).toEqual(spec);
  });

  it.each([
    [{ routes: {} }, 'routes: at least one route is needed'],
    [{ routes: { one, None: one } }, "routes.None: 'none' means something else here"],
    [{ routes: { one, choose: one } }, "routes.choose: 'choose' means something else here"],
    [{ routes: { 'a b': one, a_b: one } }, "routes.a_b: it differs from 'a b' in case"],
    [{ routes: { one: { step: agent('A') } } }, 'routes.one.when: say for which requests it is'],
    [{ routes: { one: { when: 'x', step: { kind: 'agnt' } } } }, 'routes.one.step.kind'],
    [{ by: { kind: 'agent' } }, 'by.name'],
    [{ by: { function: 7 } }, 'by.function: the name of a registered function'],
    [{ by: 'choose' }, 'by: '],
    [{ choosingTimeout: 'soon' }, 'choosingTimeout: '],
    [{ otherwize: null }, 'otherwize'],
  ])('refuses %j', (spec, problem) => {
    expect(problems(spec).join('\n')).toContain(problem);
  });
});
