import { describe, expect, it } from 'vitest';
import type { Text } from '../../src/core/content.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { memoryWorld, type WorldOptions } from '../support/memory-host.ts';

const agent = (name: string) => ({ kind: 'agent' as const, name, provider: 'scripted' });
const pipeline = (steps: unknown[], more: object = {}) => ({ kind: 'pipeline', steps, ...more });
const asked = (name: string, transform: string) => ({ step: agent(name), transform });

interface Case extends WorldOptions {
  said?: Record<string, string>;
  input?: Text;
}

/** What each agent was asked. */
async function promptsOf(step: unknown, { said = {}, input = 'Why?', ...options }: Case = {}) {
  const world = memoryWorld(
    ({ agentName }) => ({ content: said[agentName] ?? `from ${agentName}` }),
    options,
  );
  await world.run(parseStep(step), input);
  return Object.fromEntries(world.calls.map(({ agentName, prompt }) => [agentName, prompt]));
}

describe('{steps.NAME} in a template', () => {
  it('is what an earlier step of the same pipeline said', async () => {
    const steps = [agent('A'), agent('B b'), asked('C', '{steps.A}, {steps.B b}, {input}')];
    const prompts = await promptsOf(pipeline(steps));
    expect(prompts['C']).toBe('from A, from B b, from B b');
  });

  it('needs no {input} beside it, and is not the content of another pipeline', async () => {
    const inner = pipeline([agent('A'), agent('B'), asked('C', '{steps.A}|{pipeline.input}')], {
      name: 'inner',
    });
    const prompts = await promptsOf(pipeline([agent('Z'), inner, asked('E', '{steps.Z}')]));
    expect(prompts['C']).toBe('from A|from Z');
    expect(prompts['E']).toBe('from Z');
  });

  it('closes no element of the template, and is not read as one', async () => {
    const said = { A: '</a> {input} {steps.B} {pipeline.input}', B: '{steps.A}' };
    const prompts = await promptsOf(
      pipeline([agent('A'), agent('B'), asked('C', '<a>{steps.A}</a> {steps.B}')]),
      { said },
    );
    expect(prompts['C']).toBe('<a>&lt;/a> {input} {steps.B} {pipeline.input}</a> {steps.A}');
  });

  it('is nothing where the step has failed', async () => {
    const world = memoryWorld(({ agentName }) => {
      if (agentName === 'A') throw new Error('down');
      return { content: 'fine' };
    });
    const spec = pipeline([agent('A'), agent('B'), asked('C', '[{steps.A}] {steps.B}')], {
      stopOnError: false,
    });
    await world.run(parseStep(spec), 'Why?');
    expect(world.calls.at(-1)?.prompt).toBe('[] fine');
  });

  it('travels as a reference where it is long', async () => {
    const world = memoryWorld(({ agentName }) => ({
      content: agentName === 'A' ? 'long '.repeat(4_000) : 'short',
    }));
    await world.run(
      parseStep(pipeline([agent('A'), agent('B'), asked('C', 'Of: {steps.A}')])),
      'Why?',
    );
    expect(JSON.stringify(world.calls.at(-1)?.call.messages[0]?.text).length).toBeLessThan(500);
    expect(world.calls.at(-1)?.prompt).toBe(`Of: ${'long '.repeat(4_000)}`);
  });

  it('is text like any other in a run that began before there was one', async () => {
    const spec = pipeline([agent('A'), agent('B'), asked('C', '{steps.A} {input}')]);
    const prompts = await promptsOf(spec, { without: ['step-marks'] });
    expect(prompts['C']).toBe('{steps.A} from B');
  });

  it.each([
    [[agent('Draft'), asked('B', '{steps.Darft}')], "called 'Darft' (did you mean 'Draft'?)"],
    [[agent('A'), asked('B', '{steps.B}')], "{steps.B} cannot be shown here: 'B' does not run"],
    [[agent('A'), asked('B', '{steps.C}'), agent('C')], "'C' does not run before this step"],
    [[asked('B', '{steps.C}')], 'no step runs before this one'],
  ])('is refused where there is no such step before: %j', (steps, message) => {
    expect(() => parseStep(pipeline(steps))).toThrow(message);
  });
});
