import { label } from './label.ts';

/** What an agent said before, as far as a message repeats it. */
export interface EarlierText {
  /** Empty when the message does not say who. */
  name: string;
  text: string;
}

export interface SplitMessage {
  /** The message without the earlier texts. */
  own: string;
  earlier: EarlierText[];
}

const tagged = /<(\w+)\s[^>]*?\b(?:agent|name|worker)="([^"]*)"[^>]*>([\s\S]*?)<\/\1>/g;
const speaker = /^([^:\n“]{1,60}?)(?: \([^)\n]*\))?: /;

/** Parts a message into what it asks and what it quotes: tagged answers, and simulated replies. */
export function splitMessage(message: string): SplitMessage {
  const earlier: EarlierText[] = [];
  const untagged = message.replace(tagged, (_, _tag, name: string, text: string) => {
    const words = unescapeText(text);
    earlier.push({ name: unescapeText(name), text: spoken(words).text });
    return '';
  });
  const [own = '', ...simulated] = unescapeText(untagged).split(label);
  earlier.push(...simulated.map(spoken));
  return { own: own.replace(/<\/?\w+[^>]*>/g, ' '), earlier };
}

function spoken(text: string): EarlierText {
  const words = text.replace(label, '').trim();
  const name = speaker.exec(words);
  return { name: name?.[1] ?? '', text: words.slice(name?.[0].length ?? 0) };
}

function unescapeText(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
