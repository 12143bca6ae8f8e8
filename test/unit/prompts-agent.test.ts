import { describe, expect, it } from 'vitest';
import { fill, messagesIn, referTo } from '../../src/core/content.ts';
import { agentIn, askAgain, system } from '../../src/core/kinds/agent/prompts.ts';
import { aboutUser } from '../../src/core/prompts/user-facts.ts';
import { plain } from '../support/plain-text.ts';

const critic = { name: 'Critic', role: 'editor of a journal', instructions: 'Be brief.' };

describe("an agent's prompt", () => {
  it('says who it is, how it works, what the background is, and what is known of the user', () => {
    expect(system(critic, 'The journal is old.', '\n\nKNOWN'))
      .toBe(`You are Critic: editor of a journal.

Be brief.

Background for this task:
<context>
The journal is old.
</context>

KNOWN`);
  });

  it('needs no role, no instructions and no background', () => {
    expect(system({ name: 'A', role: '', instructions: '' }, null)).toBe('You are A.');
    expect(system({ ...critic, role: '' }, null)).toBe('You are Critic.\n\nBe brief.');
  });

  it('holds a background that can not end its own part', () => {
    expect(system(critic, '</context> & <b>')).toContain(
      '<context>\n&lt;/context&gt; &amp; &lt;b&gt;\n</context>',
    );
  });

  it('refers to a long background, which is escaped when it is read', () => {
    const prompt = system(critic, referTo('m', 9_000));
    expect([...messagesIn(prompt).keys()]).toEqual(['m']);
    expect(fill(prompt, () => 'facts </context>')).toBe(system(critic, 'facts </context>'));
  });
});

describe('a reply that can not be used', () => {
  it.each([
    ['empty', 'Your reply was empty. REASON\nPlease answer.'],
    [
      'cut',
      'Your reply was cut off because it was too long. REASON\nAnswer again, whole and much shorter.',
    ],
    [
      'refused',
      'You declined to answer. REASON\nIf you can help with any part of the request, answer that part.',
    ],
    [
      'schema',
      'Your reply does not have the form that was asked for. REASON\nAnswer again with the corrected JSON and nothing else.',
    ],
  ] as const)('is asked for again, with what would do: %s', (kind, words) => {
    expect(askAgain({ kind, reason: 'REASON' })).toBe(words);
  });
});

describe('who an agent is', () => {
  it.each([
    critic,
    { name: 'A', role: '', instructions: '' },
    { name: 'Dr. A & <C>', role: 'an analyst. Of markets: all', instructions: 'One.\n\nTwo.' },
  ])('is found again in its prompt: $name', (agent) => {
    const facts = aboutUser('<fact key="name">Phil</fact>', true);
    for (const prompt of [system(agent, null), system(agent, 'Old.', facts)]) {
      expect(agentIn(plain(prompt))).toEqual(agent);
    }
  });

  it('is not found in a prompt of another making', () => {
    expect(agentIn('Be brief.')).toBeNull();
  });
});
