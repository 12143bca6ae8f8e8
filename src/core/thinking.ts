/** A mark in a reply, in upper or lower case. */
const mark = (written: string) => new RegExp(written.replaceAll(/[[\]]/g, String.raw`\$&`), 'gi');

/** How models mark what they think, where a server leaves it in the text: opening, closing. */
const marks = [
  [mark('<think>'), mark('</think>')],
  [mark('<thinking>'), mark('</thinking>')],
  [mark('<thought>'), mark('</thought>')],
  [mark('<reasoning>'), mark('</reasoning>')],
  [mark('<seed:think>'), mark('</seed:think>')],
  [mark('[think]'), mark('[/think]')],
  [mark('◁think▷'), mark('◁/think▷')],
] as const;

/** All that may open it, and what a channel begins with. */
const openings = [
  '<think>',
  '<thinking>',
  '<thought>',
  '<reasoning>',
  '<seed:think>',
  '[think]',
  '◁think▷',
  '<|channel|>',
  '<|start|>',
];

/** Names of channels that are no answer. */
const channels = ['analysis', 'commentary'];

/** Blocks at the beginning that are taken off. */
export const blocksAtMost = 20;

/**
 * A reply without the reasoning that a server has left in it: blocks at its beginning, or all before
 * a lone closing mark. A block that is never closed is all there is: nothing is left.
 */
export function withoutThinking(reply: string): string {
  let rest = reply;
  for (let block = 0; block < blocksAtMost; block += 1) {
    const after = afterBlock(rest);
    if (after === undefined) break;
    rest = after;
  }
  const answer = finalChannel(afterLoneClosing(rest));
  return answer === reply ? reply : answer.trim();
}

function afterBlock(text: string): string | undefined {
  const begun = text.trimStart();
  const block = openedBlock(begun);
  if (block === undefined) return undefined;
  const closing = find(block.closing, begun);
  return closing === undefined ? '' : begun.slice(closing.end);
}

/** The block of thinking that a text begins with: the end of its opening mark, and what closes it. */
export function openedBlock(text: string): { end: number; closing: RegExp } | undefined {
  for (const [opening, closing] of marks) {
    const found = find(opening, text.slice(0, 20));
    if (found?.start === 0) return { end: found.end, closing };
  }
  return undefined;
}

/** Whether a text may become one that begins with a block of thinking, or in a channel. */
export function mayOpenThinking(text: string): boolean {
  const written = text.toLowerCase();
  if (openings.some((opening) => opening.startsWith(written))) return true;
  const channel = channels.find((name) => text.startsWith(name));
  if (channel === undefined) return channels.some((name) => name.startsWith(text));
  return '<|message|>'.startsWith(text.slice(channel.length).trimStart());
}

/** A mark that may close thinking whose beginning stands in the prompt. */
export const closingMark =
  /<\/(?:think|thinking|thought|reasoning|seed:think)>|\[\/think\]|◁\/think▷/gi;

/** Characters of the longest of them. */
export const longestClosingMark = '</seed:think>'.length;

/** Chat templates open the block in the prompt, so that a reply has only its end. */
export function afterLoneClosing(text: string): string {
  for (const [opening, closing] of marks) {
    const end = loneClosingEnd(text, closing, find(opening, text)?.start ?? text.length);
    if (end !== undefined) return text.slice(end);
  }
  return text;
}

/** Where the first closing mark before `until` ends that is meant as one. */
function loneClosingEnd(text: string, closing: RegExp, until: number): number | undefined {
  let fences = 0;
  let from = 0;
  closing.lastIndex = 0;
  for (const { 0: found, index } of text.slice(0, until).matchAll(closing)) {
    fences += text.slice(from, index).split('```').length - 1;
    from = index + found.length;
    if (fences % 2 === 0 && !isQuoted(text, index) && isApart(text, index, from)) return from;
  }
  return undefined;
}

/** Characters before a mark that are looked at: enough to tell how it stands in its line. */
const lookedBack = 200;

/** A sentence about the mark has it among its words; what closes begins a line, or ends what was thought. */
function isApart(text: string, start: number, end: number): boolean {
  const near = text.slice(Math.max(0, start - lookedBack), start);
  const before = near.slice(near.lastIndexOf('\n') + 1);
  const isWholeLine = before.length < lookedBack;
  if (start === 0 || (isWholeLine && before.trim() === '')) return true;
  if (/\s$/.test(before)) return false;
  const next = text[end] ?? '\n';
  return /[.!?…]$/.test(before) || /^\s*(?:\n|$)/.test(next + text.slice(end + 1, end + 50));
}

/** Somebody who writes about the mark puts it in quotes. */
function isQuoted(text: string, at: number): boolean {
  return at > 0 && '`\'"“‘«'.includes(text[at - 1] ?? '');
}

function find(pattern: RegExp, text: string): { start: number; end: number } | undefined {
  pattern.lastIndex = 0;
  const found = pattern.exec(text);
  return found === null ? undefined : { start: found.index, end: pattern.lastIndex };
}

/** What gpt-oss begins with on a server that does not know its format. */
export const beginsInChannel =
  /^\s*(?:<\|(?:channel|start)\|>|(?:analysis|commentary)\s*<\|message\|>)/;

const finalMark = /<\|channel\|>final\s{0,9}(?:<\|constrain\|>\w{1,20}\s{0,9})?<\|message\|>/g;

const channelEnd = /<\|(?:return|end|start|channel|call)\|>/;

/** The answer is the last channel. */
function finalChannel(text: string): string {
  if (!beginsInChannel.test(text)) return text;
  const mark = [...text.matchAll(finalMark)].at(-1);
  if (mark === undefined) return text;
  const answer = text.slice(mark.index + mark[0].length);
  const end = answer.search(channelEnd);
  return end < 0 ? answer : answer.slice(0, end);
}
