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

/** Blocks at the beginning that are taken off. */
const blocksAtMost = 20;

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
  const known = marks.find(([opening]) => find(opening, begun.slice(0, 20))?.start === 0);
  if (known === undefined) return undefined;
  const closing = find(known[1], begun);
  return closing === undefined ? '' : begun.slice(closing.end);
}

/** Chat templates open the block in the prompt, so that a reply has only its end. */
function afterLoneClosing(text: string): string {
  for (const [opening, closing] of marks) {
    const found = find(closing, text);
    if (found === undefined || isQuoted(text, found.start)) continue;
    if (find(opening, text.slice(0, found.start)) === undefined) return text.slice(found.end);
  }
  return text;
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

const channel = '<|channel|>final<|message|>';

/** gpt-oss on a server that does not know its format: the answer is the last channel. */
function finalChannel(text: string): string {
  const start = text.lastIndexOf(channel);
  if (start < 0) return text;
  const answer = text.slice(start + channel.length);
  const end = answer.indexOf('<|');
  return end < 0 ? answer : answer.slice(0, end);
}
