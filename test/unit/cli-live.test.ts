import stringWidth from 'string-width';
import { describe, expect, it, vi } from 'vitest';
import { endFitting, fitted, frameOf } from '../../src/cli/live/frame.ts';
import { Heard } from '../../src/cli/live/heard.ts';
import { plainView } from '../../src/cli/live/plain-view.ts';
import { terminalView } from '../../src/cli/live/terminal-view.ts';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { EventBody, RunEvent } from '../../src/core/events.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { after, answered, byId, called, start, started } from '../support/run-events.ts';

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'p', model: 'm' });
const pair = parseStep({ kind: 'parallel', name: 'Pair', agents: [agent('A'), agent('B')] });
const room = { columns: 60, rows: 20 };

const event = (path: string, body: EventBody) =>
  ({ seq: 1, at: '', run: 'run', path, cursor: '1', ...body }) as RunEvent;
const says = (path: string, text: string) =>
  ({
    type: 'text.delta',
    seq: 1,
    at: '',
    run: 'run',
    path,
    cursor: '1',
    text,
    offset: 0,
    turn: 1,
  }) as const;

function progressOf(spec = pair) {
  const events = [called('7', 'A', 0), called('8', 'B', 0), answered('7', 500)];
  return assemble('run', byId(after('run', started(spec), ...events)), start + 900);
}

describe('a run in a terminal', () => {
  it('shows who is speaking and what they say, no line too wide', () => {
    const heard = new Heard();
    heard.hear(says('B', `I think, ${'and this is 世界 '.repeat(20)}`));
    heard.hear(says('B', 'so far.'));

    const lines = frameOf(progressOf(), heard, room, start + 900);

    expect(lines[1]).toMatch(/^✔ A · 500 ms/);
    expect(lines[2]).toMatch(/^> B · 900 ms/);
    expect(lines[3]).toMatch(/^ {2}….*so far\.$/);
    for (const columns of [12, 30, 60])
      for (const line of frameOf(progressOf(), heard, { columns, rows: 20 }, start + 900))
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  it('shows nothing of a turn that has ended or begins again, and nothing that a terminal would obey', () => {
    const heard = new Heard();
    heard.hear(says('B', '\u001B[2Jgone'));
    expect(frameOf(progressOf(), heard, room, start)[3]).toBe(String.raw`  \x1b[2Jgone`);
    heard.hear(event('B', { type: 'turn.retried', reason: 'Model.Unavailable' }));
    expect(frameOf(progressOf(), heard, room, start)).toHaveLength(3);
  });

  it('shows the call that a model is writing, until it is called, and nothing that a terminal would obey', () => {
    const heard = new Heard();
    const calls = (call: number, name: string, text: string) =>
      heard.hear({ ...says('B', text), type: 'tool.delta', call, name });
    const shown = () => frameOf(progressOf(), heard, room, start).slice(3);
    heard.hear(says('B', 'Let me see.'));
    expect(calls(0, 'weather', '{"city":')).toBeUndefined();
    calls(0, 'weather', '"Os');
    expect(shown()).toEqual(['  Let me see.', '  calls weather {"city":"Os…']);
    calls(1, 'se\u001B[2Ja', '{"a":\n\u001B]0;x\u0007');
    expect(shown()[1]).toBe(String.raw`  calls se\x1b[2Ja {"a": \x1b]0;x\x07…`);
    calls(0, 'weather', '😀'.repeat(1_000));
    for (const line of frameOf(progressOf(), heard, { columns: 30, rows: 20 }, start))
      expect(stringWidth(line)).toBeLessThanOrEqual(30);
    heard.hear(event('B', { type: 'turn.retried', reason: 'Model.Unavailable' }));
    expect(shown()).toEqual([]);
  });

  it('ticks a plan off, and tells the vote after each round', () => {
    const heard = new Heard();
    const task = {
      id: 't1',
      workerName: 'A',
      task: 'look',
      context: '',
      priority: 1,
      dependsOn: [],
    };
    const tasks = [task, { ...task, id: 't2' }];
    heard.hear(event('', { type: 'plan.made', plan: { version: 1, tasks } }));
    const ended = {
      type: 'step.ended',
      success: true,
      error: null,
      cost: 1,
      durationMs: 1,
    } as const;
    heard.hear(event('1-t1-A', ended));
    const tally = [{ id: 'A', position: 'Yes', votes: 2, confidence: 1.5 }];
    heard.hear(event('', { type: 'round.ended', round: 1, tally, consensus: true }));

    expect(heard.notesAt('')).toEqual([
      '☑ t1 A: look',
      '☐ t2 A: look',
      'round 1: A 2 (Yes) · consensus',
    ]);
  });

  it('tells what a verifier says, and keeps the last word at the task', () => {
    const heard = new Heard();
    const task = { id: 't1', workerName: 'A', task: 'look', context: '', priority: 1 };
    const tasks = [{ ...task, dependsOn: [] }];
    heard.hear(event('', { type: 'plan.made', plan: { version: 1, tasks } }));
    const says = (attempt: number, ok: boolean, reason: string) =>
      heard.hear(
        event('', {
          type: 'verification.made',
          verifications: [{ iteration: 1, taskId: 't1', attempt, ok, reason }],
        }),
      );

    expect(says(1, false, 'no source')).toBe('t1 not verified: no source');
    expect(heard.notesAt('')).toEqual(['☐ t1 A: look · not verified: no source']);
    expect(says(2, true, 'it has one')).toBe('t1 verified');
    expect(heard.notesAt('')).toEqual(['☐ t1 A: look · verified']);
  });

  it('is written anew in one piece, only what has changed, at most ten times a second', async () => {
    vi.useFakeTimers();
    const written: string[] = [];
    const view = terminalView(
      { write: (text) => void written.push(text), room: () => room },
      () => start + 900,
    );
    view.show(progressOf());
    for (let count = 0; count < 50; count += 1) {
      view.hear(says('B', 'word '));
      vi.advanceTimersByTime(10);
    }
    expect(written.length).toBeLessThanOrEqual(5);
    expect(written[0]?.startsWith('\u001B[?2026h')).toBe(true);
    expect(written[0]?.endsWith('\u001B[?2026l')).toBe(true);
    expect(written[1]).toContain('word');
    const before = written.length;
    vi.advanceTimersByTime(1_000);
    expect(written).toHaveLength(before);
    await view.end(true);
    vi.useRealTimers();
  });

  it('keeps a note above it, and is written over where a narrower terminal has broken its lines', async () => {
    vi.useFakeTimers();
    const written: string[] = [];
    const now = { ...room };
    const view = terminalView(
      { write: (text) => void written.push(text), room: () => now },
      () => start + 900,
    );
    view.show(progressOf());
    view.hear(says('B', 'word '.repeat(20)));
    vi.advanceTimersByTime(100);
    const lines = written[0]?.split('\n').length ?? 0;
    view.above('a note');
    now.columns = 29;
    vi.advanceTimersByTime(100);
    await view.end(true);
    vi.useRealTimers();

    expect(written).toHaveLength(3);
    expect(written[1]).toContain(`\u001B[${lines - 1}F\u001B[0Ja note\nPair`);
    expect(written[2]).toContain(`\u001B[${lines}F\u001B[0J`); // what was said took two rows
  });

  const many = parseStep({
    kind: 'parallel',
    name: 'Many',
    agents: Array.from({ length: 30 }, (_, index) => agent(`A${index}`)),
  });

  it('has room for the newest lines only, and its head', () => {
    const lines = frameOf(progressOf(many), new Heard(), { columns: 40, rows: 10 }, start);

    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatch(/^Many/);
    expect(lines[1]).toBe('… 22 more');
    expect(lines.at(-1)).toContain('A29');
  });

  it('shows who runs and speaks, and what is asked, rather than who waits or is done', () => {
    const events = [called('7', 'A0', 0), called('8', 'A3', 0), answered('7', 500)];
    const progress = assemble('run', byId(after('run', started(many), ...events)), start + 900);
    const heard = new Heard();
    heard.hear(says('A3', 'so I think'));
    const asked = { question: 'Well?', choices: [], deadline: null, answerTo: 'run' };
    const question = { ...asked, id: 'q', assignee: null, approval: null };
    heard.hear(event('A5', { type: 'question.asked', ...question }));

    const lines = frameOf(progress, heard, { columns: 60, rows: 24 }, start + 900);

    expect(lines).toHaveLength(24);
    expect(lines.slice(0, 4)).toEqual([
      expect.stringMatching(/^Many/),
      '… 11 more', // of 33 below the head
      expect.stringMatching(/^> A3 · 900 ms/),
      '  so I think',
    ]);
    expect(lines.slice(4, -2).map((line) => line.trim())).toEqual(
      Array.from({ length: 18 }, (_, index) => `A${index + 12} · waiting`),
    );
    expect(lines.slice(-2)).toEqual([
      'asks: Well?',
      '  durable-agents answer run "…" --question q',
    ]);
    for (const rows of [1, 2, 3, 4])
      expect(frameOf(progress, heard, { columns: 60, rows }, start)).toHaveLength(rows);
  });

  it('says how to answer in 80 columns, however long the question is', () => {
    const heard = new Heard();
    const approval = {
      agent: 'B',
      tool: 'refund',
      args: `{"why":"${'so '.repeat(80)}"}`,
      said: '',
    };
    const asked = { question: '', choices: [], deadline: null, answerTo: 'run', assignee: null };
    heard.hear(event('B', { type: 'question.asked', ...asked, id: 'B#1.0', approval }));

    const lines = frameOf(progressOf(), heard, { columns: 79, rows: 20 }, start);

    expect(lines.at(-2)).toMatch(/^asks: may B call refund .*…$/);
    expect(lines.at(-1)).toBe("  durable-agents answer run --question 'B#1.0' --approve");
  });

  it('never shows less time than before, where the clock of the server says less', async () => {
    const written: string[] = [];
    const view = terminalView(
      { write: (text) => void written.push(text), room: () => room },
      () => start + 2_000,
    );
    view.show(progressOf());
    await vi.waitUntil(() => written.length > 0);
    view.show({ ...progressOf(), status: 'completed', totalDurationMs: 1_800 });
    await view.end(true);

    expect(written.join('')).toContain('Pair · 2.0 s');
    expect(written.join('')).not.toContain('1.8 s');
  });
});

describe('a run in a pipe', () => {
  it('is a line for each thing that happened', () => {
    const lines: string[] = [];
    const view = plainView((line) => lines.push(line));
    view.show(progressOf());
    lines.length = 0;

    view.hear(
      event('A', { type: 'tool.called', id: '1.0', name: 'weather', args: '{"town":"Oslo"}' }),
    );
    view.hear(
      event('A', { type: 'tool.ended', id: '1.0', name: 'weather', result: 'rain', error: null }),
    );
    view.hear(says('A', 'word'));
    view.hear(event('', { type: 'vote.cast', agent: 'A', option: 'B', confidence: 1, why: 'so' }));

    expect(lines).toEqual([
      'A: calls weather {"town":"Oslo"}',
      'A: weather: rain',
      'A votes B: so',
    ]);
  });
});

describe('a text in little room', () => {
  it.each([
    ['short', 10, 'short', 'short'],
    ['one two three', 8, '…three', 'one two…'],
    ['世界世界世界', 7, '…界世界', '世界世…'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 5, '…👩‍👩‍👧‍👦👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…'],
  ])('%s in %i columns', (text, width, end, beginning) => {
    expect(endFitting(text, width)).toBe(end);
    expect(fitted(text, width)).toBe(beginning);
  });
});
