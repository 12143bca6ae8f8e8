import { describe, expect, it } from 'vitest';
import type { Text } from '../../../src/core/content.ts';
import type { EventBody } from '../../../src/core/events.ts';
import type { Step, StepResult } from '../../../src/core/kinds/step.ts';
import type { TallyLine } from '../../../src/core/kinds/debate/consensus.ts';
import type { PlanTask } from '../../../src/core/kinds/supervisor/plan.ts';
import { noUsage } from '../../../src/core/usage.ts';
import { RunDetails } from '../../../src/core/web-ui/run-details.ts';

const agent = (name: string) => ({ kind: 'agent', name, tools: [] });
const supervisor = {
  kind: 'supervisor',
  name: 'Team',
  workers: { Ann: agent('Ann'), Ben: agent('Ben') },
  planner: null,
  synthesizer: null,
} as unknown as Step;
const debate = {
  kind: 'debate',
  name: 'Talk',
  agents: [agent('Pro'), agent('Con')],
  moderator: null,
} as unknown as Step;

function ended(more: Partial<StepResult> = {}): StepResult {
  return {
    kind: 'agent',
    name: 'Ann',
    id: 'run',
    success: true,
    content: 'fine',
    error: null,
    usage: noUsage,
    totalCost: 0.01,
    unpriced: [],
    totalDurationMs: 1_200,
    simulated: false,
    warnings: [],
    ...more,
  } as StepResult;
}

const failure = { type: 'Model.TimedOut', message: 'it took *too* long', retryable: true } as const;

const task = (id: string, workerName: string, text = `do ${id}`): PlanTask => ({
  id,
  workerName,
  task: text,
  context: '',
  priority: 1,
  dependsOn: [],
});

const planMade = (version: number, ...tasks: PlanTask[]): EventBody<Text> => ({
  type: 'plan.made',
  plan: { version, tasks },
});
const stepStarted: EventBody<Text> = { type: 'step.started', kind: 'agent', title: '' };

const option = (id: string, votes: number, position = `position ${id}`): TallyLine => ({
  id,
  position,
  votes,
  confidence: votes * 0.5,
});

describe('the plan of a supervisor', () => {
  it('is a checklist that is ticked off as it goes', () => {
    const details = new RunDetails(supervisor);
    details.hear(planMade(1, task('t1', 'Ann'), task('t2', 'Ben'), task('t3', 'Ann')), '');
    details.add(ended(), '1-t1-Ann');
    details.add(ended({ success: false, content: null, error: failure }), '1-t2-Ben');
    details.hear(stepStarted, '1-t3-Ann');
    const text = String(details);
    expect(text).toContain('**Running** · 1 step done, 1 failed · \\$0.0200 so far');
    expect(text).toContain('At work: Ann · plan 1 · t3');
    expect(text).toContain('### Plan 1: 1 of 3 tasks done');
    expect(text).toContain('- ☑ **Ann**: do t1 · 1.2 s · \\$0.0100');
    expect(text).toContain('- ☒ **Ben**: do t2 · Model.TimedOut · 1.2 s');
    expect(text).toContain('- ☐ **Ann**: do t3 · at work');
  });

  it('gives way to the next one, which says how far it came', () => {
    const details = new RunDetails(supervisor);
    details.hear(planMade(1, task('t1', 'Ann'), task('t2', 'Ben')), '');
    details.add(ended(), '1-t1-Ann');
    details.hear(planMade(2, task('t4', 'Ben')), '');
    const text = String(details);
    expect(text).toContain('### Plan 2: 0 of 1 task done');
    expect(text).toContain('Before it: plan 1, 1 of 2 tasks done.');
    expect(text).not.toContain('do t2');
  });

  it('says at each task what a verifier says of its last result', () => {
    const details = new RunDetails(supervisor);
    const verdict = (attempt: number, ok: boolean): EventBody<Text> => ({
      type: 'verification.made',
      verifications: [{ iteration: 1, taskId: 't1', attempt, ok, reason: 'no *sources*' }],
    });
    details.hear(planMade(1, task('t1', 'Ann'), task('t2', 'Ben')), '');
    details.add(ended(), '1-t1-Ann');
    details.hear(verdict(1, false), '');
    const line = () =>
      String(details)
        .split('\n')
        .find((each) => each.includes('do t1'));
    expect(line()).toBe(
      '- ☑ **Ann**: do t1 · 1.2 s · \\$0.0100 · **not verified**: no \\*sources\\*',
    );
    details.hear(stepStarted, '1.2-t1-Ann');
    expect(line()).toMatch(/^- ☐ .* at work/);
    details.add(ended({ success: false, content: null, error: failure }), '1.2-t1-Ann');
    expect(line()).toMatch(/^- ☑ .*\*\*not verified\*\*/);
    details.add(ended(), '1.3-t1-Ann');
    expect(line()).not.toContain('verified');
    details.hear(verdict(3, true), '');
    expect(line()).toMatch(/ · verified$/);
  });

  it('has what the last review says', () => {
    const details = new RunDetails(supervisor);
    const answer = { answer: false, reason: 'not [yet](x)' };
    details.hear(planMade(1, task('t1', 'Ann')), '');
    details.hear(
      {
        type: 'review.made',
        review: {
          satisfied: answer,
          progress: answer,
          inLoop: answer,
          missing: { answer: 'figures', reason: '' },
        },
      },
      '',
    );
    expect(String(details)).toContain(
      'Last review: not satisfied yet. not \\[yet\\](x) Missing: figures',
    );
  });
});

describe('a debate', () => {
  it('shows each round with its votes, what they are for, and who voted how', () => {
    const details = new RunDetails(debate);
    const vote = { type: 'vote.cast', confidence: 0.5, why: 'so' } as const;
    details.hear(
      { type: 'round.ended', round: 0, tally: [option('A', 1), option('B', 1)], consensus: false },
      '',
    );
    details.hear({ ...vote, agent: 'Pro', option: 'A' }, '');
    details.hear({ ...vote, agent: 'Con', option: 'A' }, '');
    details.hear(
      { type: 'round.ended', round: 1, tally: [option('A', 2), option('B', 0)], consensus: true },
      '',
    );
    const text = String(details);
    expect(text).toContain('- initial positions: A: 1 vote (confidence 0.5), B: 1 vote');
    expect(text).toContain('- round 1: A: 2 votes (confidence 1.0) · **consensus**');
    expect(text).toContain('- **A** is position A');
    expect(text).toContain('Last votes: Pro A, Con A');
  });

  it('inside another step has its name, and its steps are not the other one’s', () => {
    const details = new RunDetails(null);
    details.hear({ type: 'round.ended', round: 0, tally: [], consensus: false }, 'first');
    expect(String(details)).toContain('### Votes of first');
    expect(String(details)).toContain('- initial positions: no votes');
  });
});

describe('a run that has ended', () => {
  it('says what it came to: steps, time, cost, how it ended, and its answer', () => {
    const details = new RunDetails(supervisor);
    details.add(ended(), '1-t1-Ann');
    const whole = {
      kind: 'supervisor',
      content: 'the <b>answer</b>',
      totalCost: 0.5,
      totalDurationMs: 61_000,
      simulated: true,
      unpriced: ['own-model'],
      plan: null,
      plans: [],
      reviews: [],
      workerResults: [],
      iterations: 2,
      endedBecause: 'stalled',
    };
    details.add(ended(whole as unknown as Partial<StepResult>), '');
    const text = String(details);
    expect(text).toMatch(/^\*\*Done\*\* · 1 step · 1 min 1 s · \\\$0\.5000\n/);
    expect(text).toContain('Ended after 2 plans: the work no longer made progress.');
    expect(text).toContain('No price is known for own-model.');
    expect(text).toContain('Replies and costs are **simulated**');
    expect(text).toContain('### Answer\n\n> the \\<b>answer\\</b>');
    expect(text).not.toContain('so far');
  });

  it('says why it failed', () => {
    const details = new RunDetails(supervisor);
    const error = failure;
    details.add(ended({ kind: 'agent', success: false, content: null, error }), '');
    expect(String(details)).toMatch(
      /^\*\*Failed\*\* · 0 steps .*\n\n\*\*Model\.TimedOut\*\*: it took \\\*too\\\* long/,
    );
  });

  it('quotes a long answer that its result only refers to', () => {
    const details = new RunDetails(null);
    const answer = `the conclusion ${'x'.repeat(3_000)}`;
    details.said({ message: 'm1', content: answer });
    details.add(ended({ content: { parts: [{ message: 'm1', bytes: 3_015 }] } }), '');
    expect(String(details)).toContain('> the conclusion xxx');
    const other = new RunDetails(null);
    other.add(ended({ content: { parts: [{ message: 'm2', bytes: 3_015 }] } }), '');
    expect(String(other)).toContain("> \\[2.9 KB: 'durable-agents show' prints it\\]");
  });
});

describe('the cost so far', () => {
  it('counts what stands inside another step once', () => {
    const details = new RunDetails(null);
    details.add(ended({ totalCost: 0.02 }), 'outer/mid/one');
    details.add(ended({ totalCost: 0.03 }), 'outer/mid/two');
    details.add(ended({ totalCost: 0.05 }), 'outer/mid');
    details.add(ended({ totalCost: 0.06 }), 'outer');
    expect(String(details)).toContain('\\$0.0600 so far');
    details.add(ended({ totalCost: null }), 'other');
    expect(String(details)).toContain('at least \\$0.0600 so far');
  });

  it('goes on where a long run continues as a new one', () => {
    const details = new RunDetails(null);
    details.add(ended(), 'one');
    const next = new RunDetails(null, structuredClone(details.soFar));
    next.add(ended(), 'two');
    expect(String(next)).toContain('**Running** · 2 steps done · \\$0.0200 so far');
  });
});

describe('a question', () => {
  it('is shown while it waits', () => {
    const details = new RunDetails(null);
    const asked = { id: 'q', question: 'Pay <it>?', choices: [], deadline: null, answerTo: 'run' };
    details.hear({ type: 'question.asked', ...asked, assignee: 'Kim', approval: null }, 'Boss');
    expect(String(details)).toContain('### Waits for an answer\n\n- **Kim**: Pay \\<it>?');
    const how = { answer: 'yes', approved: null, reason: null, by: null, means: 'signal' };
    details.hear({ type: 'question.answered', id: 'q', ...how }, 'Boss');
    expect(String(details)).not.toContain('Pay');
  });
});

describe('however much there is to show', () => {
  const long = '[x](http://e.example) '.repeat(500);

  it('there are at most 8,000 characters, and no part is cut in two', () => {
    const details = new RunDetails(null);
    for (let number = 0; number < 40; number += 1) {
      const tasks = Array.from({ length: 60 }, (_, at) => task(`t${at}`, long, long));
      details.hear(planMade(number, ...tasks), `step ${number % 7} ${long}`);
      details.hear(stepStarted, `step ${number}`);
      const warnings = [{ type: 'Prompt.Cut', message: `${number} ${long}`, path: long }] as const;
      details.add(ended({ warnings: [...warnings] }), `step ${number} ${long}`);
    }
    details.add(ended({ content: long }), '');
    const text = String(details);
    expect(text.length).toBeLessThanOrEqual(8_000);
    expect(text).toMatch(/^\*\*Done\*\* · 40 steps/);
    expect(text).not.toMatch(/(?<!\\)\]\(|https?:\/\//);
  });

  it('a step costs the same after thousands of others', () => {
    const details = new RunDetails(null);
    const linesAfter = (steps: number) => {
      for (let number = 0; number < steps; number += 1)
        details.add(ended(), `step ${number} of many`);
      return String(details).split('\n').length;
    };
    const few = linesAfter(200);
    expect(linesAfter(5_000)).toBe(few);
    expect(String(details)).toContain('that ended before these');
  });
});
