import { pickNumber } from '../fingerprint.ts';
import type { EarlierText } from './earlier.ts';
import type { Identity } from './identity.ts';
import { keyPhrases } from './key-phrases.ts';
import { shorten } from './topic.ts';
import type { Voice } from './voices/voice.ts';
import { voiceOf } from './voices/voice-of.ts';

/** What a simulated text is made from. */
export interface Scene extends Identity {
  topic: string;
  earlier: readonly EarlierText[];
  /** Chooses the wording. */
  print: string;
}

/** Three to six sentences in the voice of the scene's role. */
export function compose(scene: Scene): string {
  const voice = voiceOf(scene);
  const { openers, points, answers, closers, layout } = voice;
  const fill = filler(scene);
  const pick = (list: readonly string[], salt: number) =>
    fill(list[pickNumber(scene.print, list.length, salt)] ?? '');
  const first = pickNumber(scene.print, points.length, 2);
  const step = 1 + pickNumber(scene.print, points.length - 1, 3);
  const two = [first, (first + step) % points.length].map((index) => fill(points[index] ?? ''));
  const body = scene.earlier.length > 0 ? [pick(answers, 4), ...two] : two;
  return layouts[layout]({ opener: pick(openers, 1), body, closer: pick(closers, 5) });
}

interface Parts {
  opener: string;
  body: string[];
  closer: string;
}

const layouts: Record<Voice['layout'], (parts: Parts) => string> = {
  prose: ({ opener, body, closer }) => [opener, ...body, closer].join(' '),
  draft: ({ opener, body, closer }) =>
    `${opener}\n\n## In short\n\n${body.join(' ')}\n\n## Next step\n\n${closer}`,
  edit: ({ opener, body, closer }) =>
    `${opener}\n\n${body.map((each) => `- ${each}`).join('\n')}\n\nEdited version: ${closer}`,
};

/** Puts the scene's words into a sentence, and a capital letter at its start. */
function filler({ topic, earlier, print }: Scene): (sentence: string) => string {
  const [a = 'the question', b = 'everyday practice', c = 'the cost'] = keyPhrases(topic, 3);
  const said = earlier[pickNumber(print, Math.max(1, earlier.length), 6)];
  const who = said?.name || 'the previous agent';
  const words: Record<string, string> = { topic, a, b, c, who, quote: quoteFrom(said?.text ?? '') };
  return (sentence) => {
    const filled = sentence.replace(/\{(\w+)\}/g, (_, key: string) => words[key] ?? '');
    return filled.charAt(0).toUpperCase() + filled.slice(1);
  };
}

/** The second sentence if there is one: the first only names the topic. */
function quoteFrom(text: string): string {
  const sentences = text.slice(0, 2000).match(/[^.!?\n]*\p{L}[^.!?\n]*[.!?]?/gu) ?? [];
  const plain = sentences.map((each) => each.replace(/^[\s#>*-]+/, '')).filter(isOwnSentence);
  return shorten(plain[1] ?? plain[0] ?? text, 12).replace(/[“”‘’"]/g, '');
}

/** Not a heading, and not a quotation of somebody else. */
const isOwnSentence = (text: string) => text.split(/\s+/).length > 3 && !text.includes('‘');
