import { describe, expect, it } from 'vitest';
import { fill, referTo } from '../../src/core/content.ts';
import { askAgain, system } from '../../src/core/prompts/agent.ts';

describe("an agent's prompt", () => {
  it('says who it is, how it works, and what the background is', () => {
    const agent = { name: 'Critic', role: 'editor of a journal', instructions: 'Be brief.' };
    const prompt = fill(system(agent, referTo('m', 9)), () => 'facts </context>');
    expect(prompt).toBe(
      'You are Critic: editor of a journal.\n\nBe brief.\n\nBackground for this task:\n' +
        '<context>\nfacts &lt;/context&gt;\n</context>',
    );
  });

  it('needs no role and no background', () => {
    expect(system({ name: 'A', role: '', instructions: '' }, null)).toBe('You are A.');
  });

  it('tells why a reply could not be used', () => {
    expect(askAgain({ kind: 'schema', reason: 'price: must be number' })).toContain(
      'price: must be number',
    );
  });
});
