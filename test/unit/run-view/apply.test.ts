import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/events.ts';
import {
  apply,
  applyAll,
  nodeAt,
  openRunView,
  spentByAgent,
  spentOf,
  timelineOf,
  type ViewNode,
} from '../../../src/core/run-view/index.ts';
import { recorded, recordings } from './recorded.ts';

/** Everything but what only the spec tells. */
const withoutSpec = (node: ViewNode): object => ({
  ...node,
  spec: null,
  children: node.children
    .filter(({ startedAt }) => startedAt !== null)
    .map(withoutSpec)
    .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
});

const hasEnded = ({ endedAt }: ViewNode) => endedAt !== null;

describe.each(recordings)('the recorded run %s', (name) => {
  const { spec, events } = recorded(name);
  const whole = applyAll(openRunView(spec), events);

  it('ends with all of its steps ended, and its result', () => {
    const open: string[] = [];
    const visit = (node: ViewNode) => {
      if (node.state === 'running' || node.state === 'waitingForPerson') open.push(node.path);
      node.children.forEach(visit);
    };
    visit(whole.root);
    expect(open).toEqual([]);
    expect(whole).toMatchObject({ run: name, hasEnded: true, questions: [] });
    expect(whole.result).toMatchObject({ content: whole.root.content, id: name });
    expect(whole.result).toMatchObject({ totalDurationMs: whole.root.durationMs });
  });

  it('is the same where events come twice, as after a reconnect', () => {
    const half = Math.floor(events.length / 2);
    const again = [...events.slice(0, half), ...events.slice(Math.max(0, half - 5))];

    const { version: _, ...twice } = applyAll(openRunView(spec), again);

    const { version, ...once } = whole;
    expect(version).toBe(events.length);
    expect(twice).toEqual(once);
  });

  it('can be looked at without its spec', () => {
    const without = applyAll(openRunView(null), events);

    expect(without.name).toBe(whole.name);
    const names = (node: ViewNode): string[] => [
      `${node.path} ${node.kind} ${node.state} ${node.turns.length}`,
      ...node.children.flatMap(names),
    ];
    const begun = names(whole.root).filter((line) => !/ waiting /.test(line));
    expect(names(without.root).toSorted()).toEqual(begun.toSorted());
  });

  it('changes nothing that was given before, and nothing that an event is not about', () => {
    let view = openRunView(spec);
    for (const event of events) {
      const before = JSON.stringify(view);
      const next = apply(view, event);
      expect(JSON.stringify(view)).toBe(before);
      const untouched = view.root.children.filter(
        ({ path }) => event.path !== path && !event.path.startsWith(`${path}/`),
      );
      const closed = event.type === 'run.ended' ? untouched.filter(hasEnded) : untouched;
      expect(closed.filter((child) => nodeAt(next.root, child.path) !== child)).toEqual([]);
      view = next;
    }
  });

  it('has a bar for each thing that took time, and each has its end', () => {
    const bars = timelineOf(whole.root);

    const asked = events.filter(({ type }) => type === 'turn.started');
    const turns = bars.filter(({ what }) => what === 'turn' || what === 'retry');
    expect(turns).toHaveLength(asked.length);
    expect(bars.filter(({ to }) => to === null)).toEqual([]);
    expect(bars.map(({ from }) => from)).toEqual(bars.map(({ from }) => from).toSorted());
  });

  it('adds up to what its result has cost', () => {
    const { usage, totalCost } = whole.result as {
      usage: { inputTokens: number; calls: number };
      totalCost: number | null;
    };

    expect(spentOf(whole.root)).toMatchObject({ inputTokens: usage.inputTokens, cost: totalCost });
    const calls = spentByAgent(whole.root).reduce((sum, each) => sum + each.calls, 0);
    expect(calls).toBe(usage.calls);
  });
});

describe('who comes late', () => {
  it('sees what happens from then on, where it belongs', () => {
    const { events } = recorded('pipeline');

    const { root } = applyAll(openRunView(null), events.slice(12, 20));

    expect(withoutSpec(root)).toMatchObject({
      children: [{ path: '2-C' }, { path: '3-D' }, { path: '4-E-transform' }],
    });
    expect(nodeAt(root, '2-C')).toMatchObject({ state: 'done', content: 'from C' });
  });

  it('sees the end of a debate with its last round, and no vote of one that was not seen', () => {
    const { spec, events } = recorded('debate');
    const from = events.findIndex(({ path }) => path === 'r2-Ann');

    const { root } = applyAll(openRunView(spec), events.slice(from));

    expect(root.own).toMatchObject({
      rounds: [{ round: 2, consensus: true, votes: [{}, {}, {}] }],
    });
  });

  it('sees an answer whose question it has not seen', () => {
    const { spec, events } = recorded('person');
    const at = events.findIndex(({ type }) => type === 'question.answered');

    const { root } = applyAll(openRunView(spec), events.slice(at));

    expect(nodeAt(root, '2-Ada')?.questions).toMatchObject([
      { id: '2-Ada', askedAt: null, answer: { answer: 'yes' } },
    ]);
    expect(timelineOf(root).some(({ what }) => what === 'person')).toBe(false);
  });
});

describe('text as it comes', () => {
  const place = { at: '2026-01-01T00:00:00.000Z', run: 'r', path: '' };
  const started = (seq: number, attempt: number): RunEvent => ({
    ...{ ...place, seq, cursor: `${seq}`, type: 'turn.started' },
    ...{ agent: 'A', provider: 'p', model: null, attempt },
  });
  const says = (turn: number, offset: number, text: string): RunEvent => ({
    ...{ ...place, seq: turn, cursor: `${turn}:${offset}`, type: 'text.delta', turn, offset, text },
  });
  const retried = (seq: number): RunEvent => ({
    ...{ ...place, seq, cursor: `${seq}`, type: 'turn.retried', reason: 'its worker was lost' },
  });
  const textAfter = (...events: RunEvent[]) =>
    applyAll(openRunView(null), events).root.turns.at(-1)?.text;

  it('stands once, however often it is told', () => {
    expect(textAfter(started(1, 1), says(1, 0, 'Hel'), says(1, 0, 'Hello'), says(1, 3, 'lo'))).toBe(
      'Hello',
    );
  });

  it('begins again with a new attempt, and nothing of the last one comes after it', () => {
    const events = [started(1, 1), says(1, 0, 'Old'), retried(2), started(3, 2)];

    expect(textAfter(...events)).toBe('');
    expect(textAfter(...events, says(1, 3, ' words'), says(3, 0, 'New'))).toBe('New');
  });

  it('begins again within an attempt, where the server wants to be asked otherwise', () => {
    const view = applyAll(openRunView(null), [
      started(1, 1),
      says(1, 0, 'Old'),
      retried(2),
      says(2, 0, 'New'),
    ]);

    expect(view.root.turns).toMatchObject([{ text: 'New', attempt: 1, retries: [{}] }]);
  });

  it('has the calls of tools that the model is writing, until its turn ends', () => {
    const writes = (call: number, offset: number, text: string): RunEvent => ({
      ...{ ...place, seq: 1, cursor: '1:0~1', type: 'tool.delta', turn: 1 },
      ...{ call, name: `tool${call}`, offset, text },
    });
    const view = applyAll(openRunView(null), [
      started(1, 1),
      writes(1, 0, '{}'),
      writes(0, 0, '{"a'),
      writes(0, 3, '":1}'),
    ]);

    expect(view.root.turns[0]?.writing).toEqual([
      { call: 0, name: 'tool0', args: '{"a":1}' },
      { call: 1, name: 'tool1', args: '{}' },
    ]);
  });
});

describe('a run that is not of this version', () => {
  it('goes on behind an event that is not known', () => {
    const { spec, events } = recorded('parallel');
    const strange = { ...events[0], type: 'loop.passed' } as unknown as RunEvent;

    const view = applyAll(openRunView(spec), [strange, ...events.slice(1)]);

    expect(view.root.state).toBe('done');
  });

  it('has steps of a kind that is not known, with their turns', () => {
    const { events } = recorded('agent');
    const other = events.map((event) =>
      event.type === 'run.started' ? { ...event, kind: 'tournament' } : event,
    );

    expect(applyAll(openRunView(null), other).root).toMatchObject({
      kind: null,
      own: null,
      turns: [{}, {}, {}],
    });
  });
});
