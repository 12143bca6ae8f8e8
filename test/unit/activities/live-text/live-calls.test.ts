import { expect, describe, it } from 'vitest';
import { hiddenKey, knowKeys } from '../../../../src/activities/known-keys.ts';
import { LiveText } from '../../../../src/activities/live-text/live-text.ts';
import { storable } from '../../../../src/activities/store/messages.ts';
import { randomFrom } from '../../../fuzz/support/random.ts';
import { cutAnywhere, Listener } from './listener.ts';

const key = 'sk-live-9876543210-secret';

function listening(more: Partial<ConstructorParameters<typeof LiveText>[1]> = {}) {
  const listener = new Listener();
  const live = new LiveText(listener, { output: null, isTrusted: true, isThinker: false, ...more });
  return { listener, live };
}

describe('the arguments of tool calls as they are heard', () => {
  it('are those that are stored, whatever their pieces, and show no key', () => {
    knowKeys([key]);
    const parts = ['{"a":"', '😀', '\ud83d', '\0', key, key.slice(0, 9), 'sk-', '"}'];
    for (let seed = 0; seed < 500; seed += 1) {
      const random = randomFrom(seed);
      const text = Array.from({ length: random.below(12) }, () => random.oneOf(parts)).join('');
      const { listener, live } = listening();
      for (const piece of cutAnywhere(text, random)) live.toolCall(0, 'search', piece);
      const told = listener.calls[0]?.text ?? '';
      expect(told.isWellFormed() && !told.includes('\0') && !told.includes(key)).toBe(true);
      expect(storable(text).startsWith(told) || text.includes(key), `${seed}`).toBe(true);
    }
  });

  it('hold back what may become a key', () => {
    knowKeys([key]);
    const { listener, live } = listening();
    live.toolCall(0, 'search', '{"key":"sk-live-98765');
    expect(listener.calls).toEqual([{ name: 'search', text: '{"key":"' }]);
    live.toolCall(0, 'search', '43210-secret"}');
    expect(listener.calls).toEqual([{ name: 'search', text: `{"key":"${hiddenKey}"}` }]);
  });

  it('are told once their tool has a name, which is short and without keys', () => {
    knowKeys([key]);
    const { listener, live } = listening();
    live.toolCall(0, '', '{"a"');
    expect(listener.calls).toEqual([]);
    live.toolCall(0, `${key}\0${'x'.repeat(1_000)}`, ':1}');
    expect(listener.calls[0]?.text).toBe('{"a":1}');
    expect(listener.calls[0]?.name).toMatch(/^\[key removed\]\ufffdx{186}$/);
    live.toolCall(1_000, 'one too many', '{}');
    expect(listener.calls).toHaveLength(1);
  });

  it('begin again with the reply, also where it has no text', () => {
    const { listener, live } = listening();
    live.restart('nothing yet');
    live.toolCall(0, 'search', '{"query":"a');
    live.restart('the server broke off');
    live.toolCall(0, 'weather', '{"town"');
    live.restart('once more');
    expect(listener.calls).toEqual([]);
    live.text('So:');
    live.toolCall(0, 'weather', '{}');
    live.restart('and again');

    expect(listener).toMatchObject({
      said: '',
      calls: [],
      restarts: ['the server broke off', 'once more', 'and again'],
    });
  });

  it('are told again where only the text begins again', () => {
    const { listener, live } = listening({ isTrusted: false });
    live.text('Hm, what about Oslo? ');
    live.toolCall(0, 'weather', '{"town":');
    live.toolCall(0, 'weather', '"Oslo"');
    live.text(`I think so.</think>Let me see. ${'It may rain there. '.repeat(5)}`);
    live.toolCall(0, 'weather', '}');

    expect(listener.restarts).toEqual(['the model had been thinking aloud']);
    expect(listener.said).toMatch(/^Let me see\./);
    expect(listener.calls).toEqual([{ name: 'weather', text: '{"town":"Oslo"}' }]);
  });

  it('are told with a structured reply that has no text, and not behind the end', () => {
    const { listener, live } = listening({ output: { type: 'object', properties: {} } });
    live.toolCall(0, 'search', '{}');
    live.end('{}');
    live.toolCall(0, 'search', '{}');

    expect(listener).toMatchObject({ said: '', calls: [{ name: 'search', text: '{}' }] });
  });
});
