import { describe, expect, it } from 'vitest';
import { readableReply } from '../../src/cli/render/structured.ts';
import { plainView } from '../../src/cli/live/plain-view.ts';
import { isSimulated, stepStatus } from '../../src/cli/live/step-line.ts';
import { showCost, excerpt } from '../../src/core/amounts.ts';
import { resultAnswer, resultText } from '../../src/cli/render/result.ts';
import { showAnswer, type ShownRun } from '../../src/cli/render/show.ts';
import { table } from '../../src/cli/render/table.ts';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { RunEvent } from '../../src/client/progress/run-event.ts';
import type { StepProgress } from '../../src/client/progress/run-progress.ts';
import type { AgentResult } from '../../src/core/kinds/agent/types.ts';
import type { ParallelResult } from '../../src/core/kinds/parallel/types.ts';
import { noUsage } from '../../src/core/usage.ts';
import { after, answered, byId, called, closed, start, started } from '../support/run-events.ts';

function agentResult(name: string, more: Partial<AgentResult<string>> = {}): AgentResult<string> {
  return {
    kind: 'agent',
    name,
    agentName: name,
    id: `run/${name}`,
    success: true,
    content: `${name} says\nsomething`,
    error: null,
    usage: noUsage,
    totalCost: 0.0123,
    cost: 0.0123,
    unpriced: [],
    warnings: [],
    totalDurationMs: 1_234,
    durationMs: 1_234,
    simulated: false,
    model: 'gpt',
    output: null,
    turns: 1,
    toolCalls: 0,
    approvals: [],
    thread: null,
    ...more,
  };
}

const error = { type: 'Model.Rejected', message: 'status 400', retryable: false } as const;
const pair: ParallelResult<string> = {
  kind: 'parallel',
  name: 'Pair',
  id: 'run',
  success: true,
  content: 'the whole answer',
  error: null,
  usage: { inputTokens: 1_200, outputTokens: 30, cachedTokens: 0, reasoningTokens: 0, calls: 2 },
  totalCost: null,
  unpriced: ['own-model'],
  warnings: [],
  totalDurationMs: 61_000,
  simulated: false,
  allSuccess: false,
  results: [
    agentResult('Anna', { totalCost: null, cost: null }),
    agentResult('Bo', { success: false, content: null, error }),
  ],
};

describe('a cost', () => {
  it.each([
    [null, 'unknown'],
    [0, '$0'],
    [0.00001, '<$0.0001'],
    [0.0123, '$0.0123'],
    [12.345, '$12.35'],
  ])('of %s is shown as %s', (cost, shown) => {
    expect(showCost(cost)).toBe(shown);
  });
});

const links = { url: 'http://ui/run', studio: 'http://studio/#/runs/1' };

describe('a result for people', () => {
  it('begins with the content, and says who said what, how long it took and what it cost', () => {
    const lines = resultText(pair, links).split('\n');
    expect(lines[0]).toBe('the whole answer');
    expect(lines.slice(2).map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
      'Anna | Anna says something | 1.2 s | unknown',
      'Bo | Model.Rejected: status 400 | 1.2 s | $0.0123',
      'total | 2 calls, 1,200 tokens in, 30 out | 1 min 1 s | unknown',
      'No price is known for own-model.',
      'Studio: http://studio/#/runs/1',
      'Web UI: http://ui/run',
    ]);
  });

  it('begins with the error of a run that failed', () => {
    expect(resultText({ ...pair, success: false, content: null, error }, null)).toMatch(
      /^Model\.Rejected: status 400\n/,
    );
  });

  it('is labelled whenever a reply was simulated', () => {
    expect(resultText({ ...pair, simulated: true }, null)).toContain('[simulated]');
    expect(resultText(pair, null)).not.toContain('[simulated]');
  });

  it.each([
    [0, 'Ann saw the last 4 of 14 messages; 10 left out.'],
    [10, 'Ann saw the last 4 of 14 messages; 10 left out, a summary in their place.'],
    [6, '10 left out, a summary in place of the first 6.'],
  ])('says what of a thread was left out, %i of it summed up', (summarised, said) => {
    const thread = { name: 'talk', messages: 4, omitted: 10, summarised };
    const whole = { ...pair, results: [agentResult('Ann', { thread })] };
    expect(resultText(whole, null)).toContain("\nThread 'talk': Ann saw");
    expect(resultText(whole, null)).toContain(said);
    const all = agentResult('Ann', { thread: { ...thread, omitted: 0, summarised: 0 } });
    expect(resultText(all, null)).not.toContain('Thread');
  });

  it('has as JSON the whole result at top level, and where to look at it', () => {
    expect(resultAnswer(pair, links).document).toEqual({ ...pair, ...links });
  });
});

describe('a table', () => {
  it('aligns its columns and leaves no blanks at the end of a line', () => {
    expect(
      table([
        ['a', 'bbb', ''],
        ['aaaa', 'b', 'c'],
      ]),
    ).toBe('a     bbb\naaaa  b    c');
  });

  it('shows the beginning of a text on one line, without control characters', () => {
    expect(excerpt('  one\n\ttwo\u001b[31m three', 20)).toBe('one two [31m three');
    expect(excerpt('a long text', 8)).toBe('a long…');
  });
});

const agent = (name: string, provider: string | null = null) =>
  ({ kind: 'agent', name, provider }) as const;
const spec = { kind: 'parallel', name: 'Pair', agents: [agent('A'), agent('B')] } as const;
const withTwo = { ...spec, agents: [...spec.agents] };

function progressOf(...events: RunEvent[]) {
  return assemble('run', byId(after('run', started(withTwo), ...events)), start + 3_000);
}

function stepOf(...events: RunEvent[]): StepProgress {
  const [step] = progressOf(...events).steps;
  if (step === undefined) throw new Error('no step');
  return step;
}

describe('the live line of a step', () => {
  it('shows how long it runs, and the attempt with the reason', () => {
    const running = stepOf(called('7', 'A', 1_000));
    expect(stepStatus(running, start + 3_000)).toBe('2.0 s');
    const again = stepOf(called('7', 'A', 0), {
      type: 'attempts',
      attempts: { a7: { attempt: 2, lastFailure: '429 too many' } },
    });
    expect(stepStatus(again, start + 3_000)).toBe('3.0 s · attempt 2: 429 too many');
  });

  it('shows an unknown cost as unknown, and that a reply was simulated', () => {
    const unknown = stepOf(called('7', 'A', 0), answered('7', 500, { cost: null }));
    expect(stepStatus(unknown, start)).toBe('500 ms · unknown');
    const made = stepOf(called('7', 'A', 0), answered('7', 500, { simulated: true }));
    expect(stepStatus(made, start)).toBe('500 ms · $0.5000 · [simulated]');
  });

  it('is labelled simulated before the first reply when the spec asks the simulated model', () => {
    const simulated = { ...spec, agents: [agent('A', 'simulated')] };
    const run = after('run', started(simulated));
    expect(isSimulated(assemble('run', byId(run), start))).toBe(true);
    expect(isSimulated(progressOf())).toBe(false);
  });
});

describe('progress in a pipe', () => {
  it('is one line when a step begins and one when it ends, and the run at the end', async () => {
    const lines: string[] = [];
    const view = plainView((line) => lines.push(line));
    const events = [called('7', 'A', 0), answered('7', 500), called('8', 'B', 0), closed(900)];
    for (let count = 0; count <= events.length; count += 1) {
      view.show(progressOf(...events.slice(0, count)));
    }
    await view.end(true);
    expect(lines).toEqual([
      'A: started',
      'A: 500 ms · $0.5000',
      'B: started',
      expect.stringMatching(/^B: failed after 900 ms/),
      'completed: Pair · 900 ms · $0.5000',
    ]);
  });
});

describe('a run that is shown', () => {
  const there = { url: null, studio: null, goesOn: false, questions: [] };
  const shown = (...events: RunEvent[]) => progressOf(...events) as ShownRun;

  it('has `success: null` and says how to go on while it is not finished', () => {
    const { document, text } = showAnswer(shown(called('7', 'A', 0)), there);
    expect(document).toMatchObject({
      success: null,
      id: 'run',
      status: 'running',
      url: null,
      studio: null,
    });
    expect(document).not.toHaveProperty('spec');
    expect(text).toContain("'durable-agents resume run' continues it");
    expect(text).toContain('B · waiting');
    const served = showAnswer(shown(called('7', 'A', 0)), { ...there, goesOn: true });
    expect(served.text).toContain("'durable-agents resume run' waits for its result");
    expect(served.text).not.toContain('continues it');
  });

  it('gives the transcript, and says of a step of a finished run that it was not started', () => {
    const events = [
      called('7', 'A', 0),
      answered('7', 500),
      closed(900, { status: 'failed', error }),
    ];
    const { document, text } = showAnswer(shown(...events), { ...there, ...links });
    expect(document).toMatchObject({ success: false, error, totalCost: 0.5 });
    expect(text).toContain('the question');
    expect(text).toContain('A (gpt-5) · 500 ms · $0.5000\nreply 7');
    expect(text).toContain('B · not started');
    expect(text).toMatch(/\nStudio: .*\/runs\/1\nWeb UI: http:\/\/ui\/run$/);
  });
});

describe('a structured reply that is shown', () => {
  it.each([
    ['a plain answer', 'a plain answer'],
    ['[1, 2]', '[1, 2]'],
    [
      '{"reasoning":"first look","tasks":[{"id":"t1","workerName":"Ann","task":"look","context":"","priority":1,"dependsOn":[]},{"id":"t2","workerName":"Ben","task":"write","priority":2,"dependsOn":["t1"]}]}',
      'reasoning: first look\ntasks:\n- t1 · Ann · look · priority 1\n- t2 · Ben · write · priority 2 · dependsOn t1',
    ],
    [
      '{"option":"A","confidence":0.8,"changed":false,"why":"so"}',
      'option: A\nconfidence: 0.8\nchanged: false\nwhy: so',
    ],
  ])('%s reads like a text', (reply, text) => {
    expect(readableReply(reply)).toBe(text);
  });
});
