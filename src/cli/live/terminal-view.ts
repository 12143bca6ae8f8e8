import stringWidth from 'string-width';
import type { RunProgress } from '../../client/progress/index.ts';
import type { RunEvent } from '../../client/index.ts';
import { frameOf, type Room } from './frame.ts';
import { Heard } from './heard.ts';
import type { LiveView } from './plain-view.ts';
import { msOf } from './step-line.ts';

/** How often a frame is written at most, in ms. */
const everyMs = 100;

/** What a view needs of a terminal. */
export interface Terminal {
  write(text: string): void;
  room(): Room;
}

const escape = '\u001B[';
/** Clears from here to the end of the screen. */
const toEnd = `${escape}0J`;
/** What is between them a terminal shows at once, where it knows them. */
const together = { begin: `${escape}?2026h`, end: `${escape}?2026l` };

/** A view in place. */
interface TerminalView extends LiveView {
  /** Writes a line above it, which stays there. */
  above(line: string): void;
}

/** A run in a terminal, written anew in place: only lines that have changed, in one piece. */
export function terminalView(terminal: Terminal, now: () => number = Date.now): TerminalView {
  const heard = new Heard();
  const frame = new Frame(terminal);
  let progress: RunProgress | undefined;
  let isEnded = false;
  let shownMs = 0;
  const draw = () => {
    if (progress === undefined) return;
    const at = now();
    // the server's clock says how long it took in the end, and ours until then
    shownMs = Math.max(shownMs, msOf(progress, at));
    const clocked = { ...progress, totalDurationMs: shownMs };
    frame.draw(frameOf(clocked, heard, terminal.room(), at));
  };
  const timer = setInterval(draw, everyMs);
  return {
    show: (next) => void (progress = next),
    showNoMore() {},
    hear: (event: RunEvent) => void heard.hear(event),
    hearNoMore: () => heard.forgetSpoken(),
    above: (line) => frame.above(line),
    async end() {
      clearInterval(timer);
      if (!isEnded) draw();
      isEnded = true;
    },
  };
}

/** Lines at the bottom of a terminal. */
class Frame {
  readonly #terminal: Terminal;
  #lines: readonly string[] = [];
  #columns = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  draw(lines: readonly string[]): void {
    const { columns } = this.#terminal.room();
    const before = this.#lines;
    const isSame = columns === this.#columns && lines.length === before.length;
    if (isSame && lines.every((line, index) => line === before[index])) return;
    const up = isSame ? this.#up() : `${this.#up()}${toEnd}`;
    const written = lines.map((line, index) =>
      isSame && line === before[index] ? '\n' : `${escape}2K${line}\n`,
    );
    this.#terminal.write(`${together.begin}${up}${written.join('')}${together.end}`);
    this.#lines = lines;
    this.#columns = columns;
  }

  above(line: string): void {
    const all = [line, ...this.#lines].join('\n');
    this.#terminal.write(`${together.begin}${this.#up()}${toEnd}${all}\n${together.end}`);
  }

  /** To the first line: in a terminal that has become narrower, each takes several rows. */
  #up(): string {
    const { columns } = this.#terminal.room();
    const width = columns + 1; // the last one is left free
    const rows = this.#lines.map((line) => Math.max(1, Math.ceil(stringWidth(line) / width)));
    const count = rows.reduce((sum, each) => sum + each, 0);
    return count === 0 ? '' : `${escape}${count}F`;
  }
}

/** Standard error as a terminal; one that tells no size is taken for 80 by 24. */
export function stderrTerminal(): Terminal {
  const { stderr } = process;
  return {
    write: (text) => void stderr.write(text),
    // The last column is left free, and a few lines for what stands above.
    room: () => ({
      columns: (stderr.columns || 80) - 1,
      rows: Math.max(4, (stderr.rows || 24) - 4),
    }),
  };
}
