import { describe, expect, it } from 'vitest';
import { hiddenKey, knowKeys } from '../../../../src/activities/known-keys.ts';
import { LiveTexts } from '../../../../src/activities/live-text/live-texts.ts';
import { storable } from '../../../../src/activities/store/messages.ts';
import { randomFrom } from '../../../fuzz/support/random.ts';
import { endpointAt } from '../fixtures.ts';
import { cutAnywhere, heard, Listener } from './listener.ts';

const key = 'sk-live-0123456789-secret';

describe('a reply as it is heard', () => {
  it('is what is stored, whatever its pieces', () => {
    knowKeys([key]);
    const parts = ['word ', '\n', '😀', '\ud83d', '\ude00', '\0', key, key.slice(0, 9), 's', 'sk-'];
    for (let seed = 0; seed < 2_000; seed += 1) {
      const random = randomFrom(seed);
      const reply = Array.from({ length: random.below(12) }, () => random.oneOf(parts)).join('');
      const { listener, live } = heard(cutAnywhere(reply, random), { isTrusted: true });
      const before = listener.said;
      live.end(storable(reply));
      expect(listener.said, `${seed}: ${JSON.stringify(reply)}`).toBe(storable(reply));
      expect(before.isWellFormed() && !before.includes('\0') && !before.includes(key)).toBe(true);
      expect(listener.restarts.length === 0 || reply.includes(key)).toBe(true);
    }
  });

  it('holds back what may become a key, and no more', () => {
    knowKeys([key]);
    const { listener } = heard(['The key is sk-li', 've-0123456789-secret. is', ' sk-'], {
      isTrusted: true,
    });

    expect(listener.pieces).toEqual(['The key is ', `${hiddenKey}. is`, ' sk-']);
  });

  it('shows no more of a key than all of them begin with, however it is cut', () => {
    knowKeys([key]);
    for (let cut = 1; cut < key.length; cut += 1) {
      const { listener, live } = heard(['So: ', key.slice(0, cut), key.slice(cut), ' and on'], {
        isTrusted: true,
      });
      expect(listener.said).not.toContain(key.slice(0, 4));
      live.end(`So: ${hiddenKey} and on`);
      expect(listener.said).toBe(`So: ${hiddenKey} and on`);
    }
  });

  it('cuts no pair in two', () => {
    const { listener } = heard(['a\ud83d', '\ude00b'], { isTrusted: true });

    expect(listener.pieces).toEqual(['a', '😀b']);
  });

  it('begins again when it is asked for again, once something was told', () => {
    const { listener, live } = heard([]);
    live.restart('nothing yet');
    live.text('Ro');
    live.restart('the server broke off');
    live.text('Rome');

    expect(listener).toMatchObject({ said: 'Rome', restarts: ['the server broke off'] });
  });

  it('begins again where it is stored otherwise', () => {
    const { listener, live } = heard(['Paris, I ', 'guess']);
    live.end('Rome');

    expect(listener).toMatchObject({ said: 'Rome', pieces: ['Rome'] });
    expect(listener.restarts).toHaveLength(1);
  });

  it('hears nothing after its end', () => {
    const { listener, live } = heard(['Paris']);
    live.end('Paris');
    live.text(' more');
    live.end('Paris more');

    expect(listener.said).toBe('Paris');
  });
});

describe('the replies of an endpoint', () => {
  const thought = [
    'Is it so?',
    '\n</think>\n',
    'Yes, it is so, as one may see from all of the above.',
  ];
  const listen = (texts: LiveTexts, model: string) => {
    const listener = new Listener();
    const live = texts.begin(listener, model, null);
    for (const piece of thought) live.text(piece);
    live.end('Yes, it is so, as one may see from all of the above.');
    return listener;
  };

  it('are waited for, once a model was found to think before a closing mark', () => {
    const texts = new LiveTexts(endpointAt('http://127.0.0.1:9'));

    expect(listen(texts, 'm').restarts).toHaveLength(1);
    expect(listen(texts, 'm').restarts).toHaveLength(0);
    expect(listen(texts, 'other').restarts).toHaveLength(1);
  });

  it.each(['deepseek-r1:8b', 'qwen/qwq-32b', 'Qwen3-4B-Thinking-2507'])(
    'are waited for where the model is %s',
    (model) => {
      const texts = new LiveTexts(endpointAt('http://127.0.0.1:9'));
      expect(listen(texts, model).restarts).toEqual([]);
    },
  );

  it('are told as they are where the server is its maker', () => {
    const listener = new Listener();
    const texts = new LiveTexts(endpointAt(null, { api: 'responses' }));
    texts.begin(listener, 'o3', null).text('<think> is a mark');

    expect(listener.said).toBe('<think> is a mark');
  });
});
