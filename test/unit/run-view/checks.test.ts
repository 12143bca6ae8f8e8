import { describe, expect, it } from 'vitest';
import { Heard } from '../../../src/cli/live/heard.ts';
import type { RunEvent } from '../../../src/core/events.ts';
import { parseStep } from '../../../src/core/kinds/step-schema.ts';
import { applyAll, nodeAt, openRunView } from '../../../src/core/run-view/index.ts';
import { runMarkdown } from '../../../src/core/run-view/markdown/index.ts';
import { Progress } from '../../../src/service/doors/mcp/progress.ts';

const spec = parseStep({
  kind: 'agent',
  name: 'Ann',
  checks: [{ when: 'output', by: { agent: { kind: 'agent', name: 'Guard' } } }],
});

const check = 'check-1-output-1';
const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, reasoningTokens: 0, calls: 1 };
const ended = { success: true, error: null, cost: 0, durationMs: 1 } as const;
const about = { name: 'Guard', when: 'output', tool: null } as const;
const events = [
  { path: '', type: 'run.started', kind: 'agent', name: 'Ann' },
  { path: '', type: 'turn.started', agent: 'Ann', provider: 'p', model: null, attempt: 1 },
  { path: '', type: 'turn.ended', text: 'Call Ada.', usage, cost: 0, problem: null },
  { path: check, type: 'step.started', kind: 'agent', title: check },
  { path: check, type: 'step.ended', ...ended },
  { path: '', type: 'check.made', ...about, decision: 'rewrite', reason: 'a <b>name</b>' },
  { path: '', type: 'check.made', ...about, decision: 'pass', reason: null },
  {
    ...{ path: '', type: 'run.ended', success: true, error: null },
    result: { content: 'Call somebody.', totalCost: 0, totalDurationMs: 5 },
  },
].map((event, index) => ({
  ...{ seq: index + 1, at: '2026-01-01T00:00:00.000Z', run: 'r', cursor: `${index + 1}` },
  ...event,
})) as RunEvent[];

describe('checks of an agent', () => {
  const view = applyAll(openRunView(spec), events);

  it('stand at the agent, with the agents that made them below it', () => {
    expect(view.root.checks).toMatchObject([
      { ...about, decision: 'rewrite', reason: 'a <b>name</b>' },
      { ...about, decision: 'pass', reason: null },
    ]);
    expect(nodeAt(view.root, check)).toMatchObject({
      title: 'Guard · check of the answer · turn 1',
    });
    expect(view.root.content).toBe('Call somebody.');
  });

  it('are written in the document of the run, and can mark nothing up in it', () => {
    const about = { question: 'Whom?', context: null, user: null, simulated: false };
    const document = runMarkdown(view, about);
    expect(document).toContain('- Check `Guard` (output) → **rewrite**: a \\<b\\>name\\</b\\>');
    expect(document).toContain('- Check `Guard` (output) → **pass**');
    expect(document).toContain('> Call somebody.');
  });

  it('are told in a line where they do not just pass', () => {
    const [rewrite, pass] = events.filter(({ type }) => type === 'check.made');
    if (rewrite === undefined || pass === undefined) throw new Error('there are two');
    expect(new Heard().hear(rewrite)).toBe('check Guard (output): rewrite: a <b>name</b>');
    expect(new Heard().hear(pass)).toBeUndefined();
    expect(new Progress().take(rewrite)).toBe('check Guard: rewrite: a <b>name</b>');
    expect(new Progress().take(pass)).toBeNull();
  });
});
