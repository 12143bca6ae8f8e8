import { isServerLine } from '../core/mcp-names.ts';
import { visibleJson } from '../core/visible.ts';
import { writeAnswer } from './own-process.ts';
import { painted } from './render/colors.ts';

/** What a command says in the end: a JSON document, and the same for people. */
export interface Answer {
  document: object;
  text: string;
}

/**
 * Where a command writes. Stdout gets its answer and nothing else; progress and notes go to stderr.
 * What somebody else has written stands in all of it: a terminal is given nothing to obey but colours of ours.
 */
export class Output {
  readonly json: boolean;
  /** Whether only the answer is wanted, and what is wrong. */
  readonly quiet: boolean;
  #answered = false;
  #passing = false;
  #above: ((line: string) => void) | undefined;

  constructor(json: boolean, quiet = false) {
    this.json = json;
    this.quiet = quiet;
  }

  /** Writes the answer; a second one would break the promise of one document and is dropped. */
  async answer({ document, text }: Answer): Promise<void> {
    if (this.#answered) return;
    this.#answered = true;
    this.settle();
    const written = this.json ? visibleJson(JSON.stringify(document, undefined, 2)) : painted(text);
    await writeAnswer(written.endsWith('\n') ? written : `${written}\n`);
  }

  /** One document of several, on a line of its own, in place of an answer. */
  async line(document: object): Promise<void> {
    this.#answered = true;
    this.settle();
    await writeAnswer(`${visibleJson(JSON.stringify(document))}\n`);
  }

  /** One line for people, while the command works. */
  note(line: string): void {
    if (!this.quiet) this.problem(line);
  }

  /** What a worker logs. On a terminal, what servers of tools write is left out: it is anybody's. */
  logged(line: string): void {
    if (!(process.stderr.isTTY && isServerLine(line))) this.note(line);
  }

  /** What is wrong, for people. */
  problem(line: string): void {
    this.settle();
    if (this.#above === undefined) process.stderr.write(`${painted(line)}\n`);
    else this.#above(painted(line));
  }

  /** What is written anew in place at the bottom of the terminal takes lines, and puts them above it. */
  linesGo(above: ((line: string) => void) | undefined): void {
    this.#above = above;
  }

  /** What is being waited for; in a terminal it goes away with the next line. */
  waitingFor(what: string): void {
    if (this.quiet) return;
    if (!process.stderr.isTTY) return this.note(what);
    this.settle();
    process.stderr.write(what);
    this.#passing = true;
  }

  /** Takes away what was waited for. */
  settle(): void {
    if (this.#passing) process.stderr.write('\r\u001B[K');
    this.#passing = false;
  }
}
