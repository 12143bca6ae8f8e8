/**
 * What a terminal would obey: control characters of both sets but tab and line feed, and those that
 * turn the direction of a text or end a line or paragraph of it.
 */
const obeyed =
  // oxlint-disable-next-line no-control-regex -- they are what it is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A text that somebody else has written, for a terminal: what would move the cursor, colour, hide or
 * turn something is shown as it is written in a program, `\x1b`. Line ends stay.
 */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(obeyed, escaped);
}

/** What is one line of several, whatever somebody else has written into it. */
export function onOneLine(text: string): string {
  return text.replaceAll(/[\t\n\r]+/g, ' ').trimEnd();
}

/** The same as {@link visible} for JSON: another way to write the same value. */
export function visibleJson(json: string): string {
  return json.replaceAll(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${hex(char, 4)}`,
  );
}

function escaped(char: string): string {
  return char <= '\u00ff' ? `\\x${hex(char, 2)}` : `\\u${hex(char, 4)}`;
}

function hex(char: string, digits: number): string {
  return char.charCodeAt(0).toString(16).padStart(digits, '0');
}
