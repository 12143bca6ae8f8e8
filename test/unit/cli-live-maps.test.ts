import { describe, expect, it } from 'vitest';
import { frameOf } from '../../src/cli/live/frame.ts';
import { Heard } from '../../src/cli/live/heard.ts';
import { plainView } from '../../src/cli/live/plain-view.ts';
import { shownSteps } from '../../src/cli/render/shown-steps.ts';
import { assemble } from '../../src/client/progress/assemble.ts';
import { isPart, summedUp } from '../../src/client/progress/ended-parts.ts';
import type { RunProgress, StepProgress } from '../../src/client/progress/index.ts';
import type { EventBody, RunEvent } from '../../src/core/events.ts';
import { mapResult } from '../../src/core/kinds/map/result.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { nothingSpent } from '../../src/core/usage.ts';
import { after, answered, byId, called, closed, start, started } from '../support/run-events.ts';

const agent = { kind: 'agent', name: 'Ann', provider: 'p', model: 'm' } as const;
const spec = parseStep({ kind: 'map', name: 'Reviews', step: agent });
const event = (path: string, body: EventBody) =>
  ({ seq: 1, at: '', run: 'run', path, cursor: '1', ...body }) as RunEvent;
const counted = (path: string, total: number, succeeded: number, failed = 0) =>
  event(path, { type: 'items.counted', total, succeeded, failed });

const empty = assemble('run', byId(after('run', started(spec))), start);
const item = (path: string, state: StepProgress['state'] = 'done'): StepProgress => ({
  path,
  kind: 'agent',
  agentName: 'Ann',
  model: null,
  state,
  turns: 1,
  toolCalls: 0,
  startedAt: new Date(start).toISOString(),
  durationMs: state === 'running' ? null : 5,
  cost: 0,
  simulated: false,
  content: null,
  error: state === 'failed' ? { type: 'Model.Rejected', message: 'no', retryable: false } : null,
});
const withItems = (count: number, states: Record<number, StepProgress['state']> = {}) => ({
  ...empty,
  steps: Array.from({ length: count }, (_, at) => item(String(at + 1), states[at + 1])),
});

describe('a map of ten thousand items', () => {
  it('is a few lines in a terminal: its counts, what failed last, and what runs', () => {
    const heard = new Heard();
    heard.hear(counted('', 10_000, 9_995, 2));
    const progress = withItems(10_000, { 3: 'failed', 9: 'failed', 700: 'running' });
    const lines = frameOf(progress, heard, { columns: 80, rows: 40 }, start + 900);
    expect(lines.slice(1).map((line) => line.trim().replace(/ · .*/, ''))).toEqual([
      '9997 of 10000 items: 9995 succeeded, 2 failed',
      '✖ item 3',
      '✖ item 9',
      '> item 700',
      ...[9_996, 9_997, 9_998, 9_999, 10_000].map((index) => `✔ item ${index}`),
    ]);
  });

  it('is told in lines by its first items, some failures, and its counts', () => {
    const lines: string[] = [];
    const view = plainView((line) => lines.push(line));
    const failed = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, at) => [at + 5_001, 'failed' as const]),
    );
    view.show(withItems(10_000, failed));
    for (let done = 10; done <= 10_000; done += 10) view.hear(counted('', 10_000, done));
    expect(lines.filter((line) => /^item \d+: \d/.test(line))).toHaveLength(20);
    expect(lines.filter((line) => line.includes('failed after'))).toHaveLength(20);
    expect(lines.filter((line) => line.includes(' of 10000 items: '))).toHaveLength(10);
    expect(lines).toHaveLength(50);
    view.hear(
      event('9000', { type: 'tool.called', id: 't', name: 'weather', args: '{}' } as never),
    );
    expect(lines).toHaveLength(50);
    view.hear(event('7', { type: 'tool.called', id: 't', name: 'weather', args: '{}' } as never));
    expect(lines.at(-1)).toBe('item 7: calls weather {}');
  });

  it('counts what its parts have done before they end, each once', () => {
    const lines: string[] = [];
    const view = plainView((line) => lines.push(line));
    view.show(empty);
    view.hear(counted('1-250', 250, 60));
    view.hear(counted('251-500', 250, 50, 1));
    view.hear(counted('1-250', 250, 250));
    view.hear(counted('', 1_000, 250));
    view.hear(counted('251-500', 250, 249, 1));
    view.hear(counted('', 1_000, 499, 1));
    expect(lines).toEqual([
      '111 items so far: 110 succeeded, 1 failed',
      '301 items so far: 300 succeeded, 1 failed',
      '500 of 1000 items: 499 succeeded, 1 failed',
    ]);
  });

  it('is shown by some of its items, and how many more there are', () => {
    const { steps } = withItems(10_000, { 17: 'failed', 18: 'running' });
    const { shown, more } = shownSteps(steps, spec);
    expect(shown.map(({ path }) => path).slice(0, 3)).toEqual(['17', '18', '9983']);
    expect([shown.length, more]).toEqual([20, ['… 9980 more items']]);
    expect(shownSteps(steps.slice(0, 20), spec)).toEqual({ shown: steps.slice(0, 20), more: [] });
  });
});

describe('a part of a map that has ended', () => {
  const identity = { name: 'Reviews', id: 'run/1-250', startedAt: start };
  const spent = { ...nothingSpent, cost: 7, usage: { ...nothingSpent.usage, calls: 250 } };
  const counts = { total: 250, succeeded: 250, failed: 0, firstError: null };
  const result = mapResult(identity, { ...counts, spent }, '');
  const part = after('run/1-250', started(spec), called('5', '1', 0), answered('5', 9));

  it('is kept as what it has spent', () => {
    const root = after('run', started(spec));
    const ended = summedUp({ ...part, ...after('x', closed(10, { result })), id: part.id });
    expect(ended).toMatchObject({ work: [], spent: { cost: 7 } });
    const shown: RunProgress = assemble('run', byId(root, ended), start + 900);
    expect(shown).toMatchObject({ steps: [], totalCost: 7, usage: { calls: 250 } });
  });

  it('is told from other children, and from one that goes on', () => {
    const root = after('run', started(spec));
    expect(summedUp(part)).toBe(part);
    expect(
      ['run/1-250', 'run/17', 'run/reduce', 'run/1-250/3'].map((id) => isPart(root, id)),
    ).toEqual([true, false, false, false]);
    const around = after('run', started({ kind: 'pipeline', steps: [spec] }));
    expect(isPart(around, 'run/1-Reviews/1-250')).toBe(true);
    expect(isPart(around, 'run/1-Reviews')).toBe(false);
  });
});
