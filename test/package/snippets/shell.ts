/** A command of a shell's line: its words, without the variables before it and the files around it. */
export type Words = string[];

const token = /"((?:[^"\\]|\\.)*)"|'([^']*)'|(&&|\||;|[<>]+)|(#.*$)|([^\s"'|;&<>]+)/g;

/** The commands of one line, in the little shell that the pages use. */
export function commandsOf(line: string): Words[] {
  const commands: Words[] = [[]];
  let isFile = false;
  for (const [, double, single, operator, comment, bare] of line.matchAll(token)) {
    if (comment !== undefined) break;
    if (operator !== undefined) {
      isFile = /[<>]/.test(operator);
      if (!isFile) commands.push([]);
    } else if (isFile) isFile = false;
    else commands.at(-1)?.push(double ?? single ?? bare ?? '');
  }
  return commands.map(withoutVariables).filter((words) => words.length > 0);
}

function withoutVariables(words: Words): Words {
  const isVariable = (word: string) => /^[A-Z_]+=/.test(word);
  if (words[0] === 'export') return [];
  return words.slice(words.findIndex((word) => !isVariable(word)));
}
