import { describe, expect, it } from 'vitest';
import { frameOf } from '../../src/cli/live/frame.ts';
import { Heard } from '../../src/cli/live/heard.ts';
import { plainView } from '../../src/cli/live/plain-view.ts';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { EventBody, RunEvent } from '../../src/core/events.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { after, byId, called, start, started } from '../support/run-events.ts';

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'p', model: 'm' });
const pair = parseStep({ kind: 'parallel', name: 'Pair', agents: [agent('A'), agent('B')] });
const both = [called('7', 'A', 0), called('8', 'B', 0)];
const progress = assemble('run', byId(after('run', started(pair), ...both)), start + 900);

const event = (path: string, body: EventBody) =>
  ({ seq: 1, at: '', run: 'run', path, cursor: '1', ...body }) as RunEvent;

describe('words of others with line ends', () => {
  const forged = 'x\ncompleted:\tPair · $0';
  const told = [
    event('A', { type: 'tool.called', id: '1.0', name: forged, args: '{}' }),
    event('A', { type: 'warning', warning: 'Tool.Omitted', message: forged }),
  ];

  it('are one line in a pipe', () => {
    const lines: string[] = [];
    const view = plainView((line) => lines.push(line));
    view.show(progress);
    lines.length = 0;
    for (const each of told) view.hear(each);
    view.hear(event('A', { type: 'tool.ended', id: '1.0', name: forged, result: '', error: null }));
    expect(lines).toEqual([
      'A: calls x completed: Pair · $0 {}',
      'A: Tool.Omitted: x completed: Pair · $0',
      'A: x completed: Pair · $0:',
    ]);
  });

  it('are one line in a terminal', () => {
    const heard = new Heard();
    for (const each of told) heard.hear({ ...each, path: 'B' });
    expect(frameOf(progress, heard, { columns: 60, rows: 20 }, start)[3]).toBe(
      '  waits for x completed: Pair · $0',
    );
  });
});
