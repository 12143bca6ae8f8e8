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
  /** The question or request that the message puts between tags; empty where there is none. */
  subject: string;
}

const opening = /<(\w+)(?: task="[^"<>]*")? (?:agent|name|worker)="([^"<>]*)"[^<>]*>/;
const anyTag = /<\/?\w+[^<>]*>/g;
const taskLine = /^\s*Task: [^\n]*\n/;
const speaker = /^([^:\n“]{1,60}?)(?: \([^)\n]*\))?: /;

/** Parts a message into what it asks and what it quotes: tagged answers, and simulated replies. */
export function splitMessage(message: string): SplitMessage {
  const { untagged, tagged } = takeTagged(withoutOwn(message));
  const [own = '', ...simulated] = unescapeText(untagged).split(label);
  const subject = unescapeText(inside(message, 'question') || inside(message, 'request'));
  const earlier = [...tagged, ...simulated.map(spoken)];
  return { own: own.replace(anyTag, ' '), earlier, subject };
}

/** Nobody quotes oneself. */
function withoutOwn(message: string): string {
  const said = inside(message, 'own');
  return said === '' ? message : message.replace(said, () => '');
}

/** What the first element of a name holds, as it is written. */
function inside(message: string, element: string): string {
  const start = message.indexOf(`<${element}>`);
  const end = message.indexOf(`</${element}>`, start);
  return start < 0 || end < 0 ? '' : message.slice(start + element.length + 2, end);
}

/** By hand, because one expression for a tag with its content takes quadratic time on long texts. */
function takeTagged(message: string): { untagged: string; tagged: EarlierText[] } {
  const tagged: EarlierText[] = [];
  const kept: string[] = [];
  let rest = message;
  for (let tag = opening.exec(rest); tag !== null; tag = opening.exec(rest)) {
    const [whole, element = '', name = ''] = tag;
    const start = tag.index + whole.length;
    const end = rest.indexOf(`</${element}>`, start);
    if (end < 0) break;
    kept.push(rest.slice(0, tag.index));
    const said = rest.slice(start, end).replace(taskLine, '');
    tagged.push({ ...spoken(unescapeText(said)), name: unescapeText(name) });
    rest = rest.slice(end + element.length + 3);
  }
  return { untagged: [...kept, rest].join('\n'), tagged };
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
