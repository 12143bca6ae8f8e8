import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import type { Step, StepInput } from '../../src/core/kinds/step.ts';
import { hello, namesIn, played, said, stepMaker } from './kinds-script.ts';
import { describeTimeouts } from './kinds-timeouts.ts';
import {
  emptyReason,
  type KindsWorld,
  type SaidBy,
  type SeenCall,
  unpriced,
} from './kinds-world.ts';

/** What makes a kind run its agents one at a time, where it has such a thing. Debaters begin together. */
const oneAtATime: Partial<Record<Step['kind'], object>> = {
  parallel: { concurrency: 1 },
  supervisor: { maxWorkersPerStep: 1 },
};

/** Forms of what agents say themselves: none, and that of a statement with a vote in it. */
const isSpoken = (form: string | null) => form === null || form === 'Statement';

const kindNames = [
  'agent',
  'parallel',
  'pipeline',
  'supervisor',
  'debate',
  'loop',
  'map',
  'route',
] as const;

/** The claims that hold for every kind of step, in whatever world it runs. */
export function describeKinds(open: () => KindsWorld): void {
  describe.each(kindNames)('%s, like every kind,', (kind) => {
    describeKind(kind, open);
  });
  // What waits for its time to be up does it beside the others.
  describe.concurrent('a timeout', () => {
    describeTimeouts(kindNames, open);
  });
}

function describeKind(kind: Step['kind'], open: () => KindsWorld): void {
  const names = namesIn(kind);
  const made = (more = {}, ofA = {}) => stepMaker(open().provider, ofA)[kind](names, more);
  const run = (say: SaidBy, spec: StepInput = made()) => open().run(spec, played(names, say));
  /** The calls in which the agents themselves say something. */
  const own = (calls: SeenCall[]) =>
    calls.filter(({ agentName, form }) => names.includes(agentName) && isSpoken(form));
  const byA = (calls: SeenCall[]) => own(calls).filter(({ agentName }) => agentName === 'A');

  it('keeps the order given, whichever finishes first', async () => {
    const { delayMs } = open();
    const { result } = await run(({ agentName }) => ({
      text: `from ${agentName}`,
      delayMs: agentName === 'A' ? delayMs : 0,
    }));
    expect(said(result)).toEqual(names.map((name) => `from ${name}`));
    expect(result).toMatchObject({ kind, success: true, error: null });
  });

  it('makes each model call once, and counts it once in usage and cost', async () => {
    const { result, calls } = await run(hello);
    expect(new Set(calls.map(({ identity }) => identity)).size).toBe(calls.length);
    expect(own(calls)).toHaveLength(names.length);
    const { length } = calls;
    const tokens = { inputTokens: 10 * length, outputTokens: 5 * length };
    expect(result.usage).toMatchObject({ calls: length, ...tokens });
    expect(result.totalCost).toBeCloseTo(open().price * length);
  });

  it('says that the cost is unknown, and why, when one price is', async () => {
    const { result } = await run(hello, made({}, { model: unpriced }));
    expect(result).toMatchObject({ totalCost: null, unpriced: [unpriced] });
  });

  it('asks again with the reason when a reply can not be used', async () => {
    const { result, calls } = await run((call, before) =>
      call.agentName === 'A' && before === 0 ? 'empty' : hello(call),
    );
    expect(result.success).toBe(true);
    const [first, second] = byA(calls);
    expect(first?.prompt).not.toContain(emptyReason);
    expect(second?.prompt).toContain(emptyReason);
    expect(own(calls)).toHaveLength(names.length + 1);
  });

  it('gives up on unusable replies after three, and counts what they cost', async () => {
    const { result, calls } = await run((call) => (call.agentName === 'A' ? 'empty' : hello(call)));
    expect(byA(calls)).toHaveLength(3);
    expect(said(result)).not.toContain('from A');
    expect(JSON.stringify(result)).toContain('no usable reply in 3 tries');
    expect(result.totalCost).toBeCloseTo(open().price * calls.length);
  });

  it('ends with the failure of the model, naming the agent', async () => {
    const { result } = await run(() => ({ refusal: 'wrong key' }));
    expect(result).toMatchObject({ success: false, content: null });
    expect(result.error?.message).toMatch(/Agent 'A' [^';]*wrong key/);
  });

  it('can stand in a pattern in a pattern, and its cost is summed over all of them', async () => {
    const { agent } = stepMaker(open().provider);
    const inner = { ...made(), name: 'inner' } as StepInput;
    const middle = {
      kind: 'parallel',
      name: 'middle',
      agents: [inner, agent(['beside'])],
    } as const;
    const { result, calls } = await run(hello, {
      kind: 'pipeline',
      steps: [middle, agent(['last'])],
    });
    expect(result.success).toBe(true);
    expect(result.usage.calls).toBe(calls.length);
    expect(result.totalCost).toBeCloseTo(open().price * calls.length);
  });

  it('is cancelled as a whole: what runs is stopped, and nothing more is started', async () => {
    const together = kind === 'debate' ? names.length : 1;
    const cancel = new AbortController();
    let asked = 0;
    const say = played(names, () => {
      asked += 1;
      if (asked === together) cancel.abort();
      return 'silence';
    });
    const { result, calls } = await open().run(made(oneAtATime[kind]), say, cancel.signal);
    expect(own(calls)).toHaveLength(together);
    expect(calls.at(-1)).toBe(own(calls).at(-1));
    expect(result).toMatchObject({ success: false, error: { type: Failure.runCancelled } });
  });
}
