/** A text for a cell of a Markdown table: it cannot end its cell, nor be a link, an image or HTML. */
export function escapeCell(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').replaceAll(/[\\`*_{}[\]()<>#!|~&]/g, '\\$&');
}
