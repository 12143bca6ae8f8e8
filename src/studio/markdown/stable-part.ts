/**
 * Where a text that grows is finished: behind its last blank line that is in no code block. What stands
 * before it does not change any more, and is parsed once.
 */
export function stableLength(text: string): number {
  let end = text.lastIndexOf('\n\n');
  while (end > 0) {
    const fences = text.slice(0, end).match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0;
    if (fences % 2 === 0) return end + 2;
    end = text.lastIndexOf('\n\n', end - 1);
  }
  return 0;
}
