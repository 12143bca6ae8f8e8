import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

const kept = new Map<string, Root>();
const keptCharacters = { now: 0, most: 4_000_000 };

/** Markdown as a tree; each text is parsed once, as long as it is not forgotten for others. */
export function parseMarkdown(text: string): Root {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const tree = parseOnce(text);
  keep(text, tree);
  return tree;
}

/** The same without remembering it: of what still grows. */
export function parseOnce(text: string): Root {
  try {
    return fromMarkdown(text, {
      extensions: [gfm({ singleTilde: false })],
      mdastExtensions: [gfmFromMarkdown()],
    });
  } catch {
    return {
      type: 'root',
      children: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }],
    };
  }
}

/** Whether it is parsed already. */
export function isParsed(text: string): boolean {
  return kept.has(text);
}

function keep(text: string, tree: Root): void {
  kept.set(text, tree);
  keptCharacters.now += text.length;
  for (const oldest of kept.keys()) {
    if (keptCharacters.now <= keptCharacters.most) return;
    kept.delete(oldest);
    keptCharacters.now -= oldest.length;
  }
}
