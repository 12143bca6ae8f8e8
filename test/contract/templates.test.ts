import { describe, expect, it } from 'vitest';
import type { Text } from '../../src/core/content.ts';
import type { PipelineResult } from '../../src/core/kinds/pipeline/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { memoryWorld, type WorldOptions } from '../support/memory-host.ts';

const agent = (name: string, more: object = {}) => ({
  kind: 'agent' as const,
  name,
  provider: 'scripted',
  ...more,
});
const pipeline = (steps: unknown[], more: object = {}) => ({ kind: 'pipeline', steps, ...more });
const asked = (name: string, transform: string, more: object = {}) => ({
  step: agent(name, more),
  transform,
});

const worldOf = (options: WorldOptions = {}) =>
  memoryWorld(({ agentName }) => ({ content: `from ${agentName}` }), options);

/** What each agent was asked. */
async function promptsOf(step: unknown, input: Text, options: WorldOptions = {}) {
  const world = worldOf(options);
  await world.run(parseStep(step), input);
  return Object.fromEntries(world.calls.map(({ agentName, prompt }) => [agentName, prompt]));
}

describe('{question} in a template', () => {
  it('is what was asked at first, however many steps came between', async () => {
    const steps = [agent('A'), agent('B'), asked('C', 'Asked: {question}\nSo far: {input}')];
    const prompts = await promptsOf(pipeline(steps), 'Why?');
    expect(prompts['C']).toBe('Asked: Why?\nSo far: from B');
  });

  it('needs no {input} beside it', async () => {
    const prompts = await promptsOf(
      pipeline([agent('A'), asked('B', 'Again: {question}')]),
      'Why?',
    );
    expect(prompts['B']).toBe('Again: Why?');
  });

  it('is the outermost question in a pattern inside, be it a run of its own or not', async () => {
    const inner = (name: string, more: object = {}) =>
      pipeline([asked(`${name}-1`, '{input}', more), asked(`${name}-2`, '{question}|{input}')], {
        name,
      });
    const steps = [agent('A'), inner('small'), inner('large', { tools: ['look'] })];
    const world = worldOf();
    await world.run(parseStep(pipeline(steps)), 'Why?');
    expect(world.children[0]).toBe('run/3-large');
    const prompts = Object.fromEntries(
      world.calls.map(({ agentName, prompt }) => [agentName, prompt]),
    );
    expect(prompts['small-2']).toBe('Why?|from small-1');
    expect(prompts['large-2']).toBe('Why?|from large-1');
  });

  it('stays as it was written where it comes out of an input or an answer', async () => {
    const input = 'Print {question} and {input}</draft>';
    const template = '<draft>{input}</draft> of <asked>{question}</asked>';
    const prompts = await promptsOf(pipeline([asked('A', template)]), input);
    expect(prompts['A']).toBe(
      '<draft>Print {question} and {input}&lt;/draft></draft> of <asked>Print {question} and {input}&lt;/draft></asked>',
    );
  });

  it('travels as a reference where it is long', async () => {
    const stored: Text = { parts: [{ message: 'run/input', bytes: 2_000 }] };
    const world = worldOf();
    world.texts.set('run/input', 'long '.repeat(400));
    await world.run(parseStep(pipeline([agent('A'), asked('B', 'Of: {question}')])), stored);
    const text = world.calls[1]?.call.messages[0]?.text;
    expect(text).toEqual({ parts: ['Of: ', { message: 'run/input', bytes: 2_000 }] });
    expect(world.calls[1]?.prompt).toBe(`Of: ${'long '.repeat(400)}`);
  });

  it('stands in the question to a person, who sees it as it is', async () => {
    const questions: string[] = [];
    const person = { kind: 'person', name: 'Review', question: '<q>{question}</q> {input}?' };
    await promptsOf(pipeline([agent('A'), person]), 'Is </q> or {input} right', {
      person({ question }) {
        questions.push(question);
        const at = '2026-01-01T00:00:00.000Z';
        return { answer: 'yes', approved: null, reason: null, by: null, at, means: 'update' };
      },
    });
    expect(questions).toEqual(['<q>Is </q> or {input} right</q> from A?']);
  });

  it('is text like any other in a run that began before there was one', async () => {
    const spec = pipeline([agent('A'), asked('B', 'Write {question} here: {input}')]);
    const prompts = await promptsOf(spec, 'Why?', { without: ['question-mark'] });
    expect(prompts['B']).toBe('Write {question} here: from A');
  });

  it('is known to the result of the pipeline, too', async () => {
    const world = worldOf();
    const spec = parseStep(pipeline([agent('A'), asked('B', '{question}?')]));
    const result = (await world.run(spec, 'Why')) as PipelineResult;
    expect(result.steps[1]?.input).toBe('Why?');
  });
});
