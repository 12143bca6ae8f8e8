import { describe, expect, it } from 'vitest';
import { plainView } from '../../src/cli/live/plain-view.ts';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { EventBody, RunEvent } from '../../src/core/events.ts';
import {
  after,
  answered,
  byId,
  called,
  closed,
  pair,
  start,
  started,
} from '../support/run-events.ts';

const event = (path: string, body: EventBody) =>
  ({ seq: 1, at: '', run: 'run', path, cursor: '1', ...body }) as RunEvent;

describe('a run that has ended, in a pipe', () => {
  const ends = [answered('7', 500), answered('8', 700), closed(900)];
  const whole = after('run', started(pair), called('7', 'A', 0), called('8', 'B', 0), ...ends);
  const progress = assemble('run', byId(whole), start + 900);
  const tool = { id: '1.0', name: 'weather' } as const;
  const ended = { success: true, error: null, cost: 1, durationMs: 1 } as const;
  const events = [
    event('B', { type: 'tool.called', ...tool, args: '{}' }),
    event('B', { type: 'tool.ended', ...tool, result: 'rain', error: null }),
    event('B', { type: 'step.ended', ...ended }),
    event('A', { type: 'tool.called', ...tool, args: '{}' }),
    event('A', { type: 'step.ended', ...ended }),
    event('', { type: 'warning', warning: 'Tool.Omitted', message: 'so' }),
  ];
  const inOrder = [
    'B: calls weather {}',
    'B: weather: rain',
    expect.stringMatching(/^B: 700 ms/),
    'A: calls weather {}',
    expect.stringMatching(/^A: 500 ms/),
    'Tool.Omitted: so',
    expect.stringMatching(/^completed: /),
  ];

  it.each([0, 2, events.length])('is told in its order, whatever is read first: %i', async (at) => {
    const lines: string[] = [];
    const view = plainView((line) => lines.push(line));
    for (const each of events.slice(0, at)) view.hear(each);
    view.show(progress);
    for (const each of events.slice(at)) view.hear(each);
    await view.end(true);
    expect(lines).toEqual(inOrder);
  });

  it('is told by its steps where no event tells of them, and by its events where no step does', async () => {
    const lines: string[] = [];
    const without = plainView((line) => lines.push(line));
    without.show(progress);
    without.hearNoMore();
    expect(lines).toEqual([expect.stringMatching(/^A: /), expect.stringMatching(/^B: /)]);
    lines.length = 0;
    const unknown = plainView((line) => lines.push(line));
    for (const each of events.slice(0, 2)) unknown.hear(each);
    expect(lines).toEqual([]);
    unknown.showNoMore();
    expect(lines).toEqual(inOrder.slice(0, 2));
  });
});
