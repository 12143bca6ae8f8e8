/** A text as a word of a shell's command line, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command of this program for a shell, made of words that need no quotes yet. */
export function commandLine(...words: readonly string[]): string {
  return ['durable-agents', ...words.map(shellWord)].join(' ');
}

/** A command inside a sentence: in quotes, or between backticks where it has quotes itself. */
export function inSentence(command: string): string {
  return command.includes("'") ? `\`${command}\`` : `'${command}'`;
}
