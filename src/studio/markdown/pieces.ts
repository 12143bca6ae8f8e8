/** A part of a text that is parsed and drawn by itself. */
export interface Piece {
  text: string;
  /** Whether it is parsed in good time; else it is shown as it is written. */
  isTame: boolean;
}

/** Characters of a piece, the more the worse the places at which it may end. */
const size = { betweenBlocks: 1_500, inList: 3_000, anywhere: 5_000, tame: 12_000 } as const;
/** Characters that may open or close something, in one piece: parsing takes time by their square. */
const mostMarks = 600;
/** Markers of quotes and lists before what stands in a line. */
const deepest = 20;

const fence = /^ {0,3}(```|~~~)/;
/** Also as much of it as a text that grows may have of such a line. */
const goesOn = /^(?:\s|[-+*](?:\s|$)|\d+(?:[.)](?:\s|$)|$))/;

/**
 * A text in pieces of a few kilobytes, cut between blocks where it has any: so that no text, however
 * long and whatever a model has written, is parsed in one go. What follows a piece does not change it:
 * of a text that grows only the last one is parsed again.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let open = newPiece();
  for (const line of linesOf(text)) {
    if (mayEnd(open, line)) {
      pieces.push(closed(open));
      open = newPiece();
    }
    add(open, line);
  }
  if (open.text !== '') pieces.push(closed(open));
  return pieces;
}

interface OpenPiece {
  text: string;
  /** What ends the code block that it is in; `''`: it is in none. */
  fence: string;
  marks: number;
  depth: number;
  isBetweenBlocks: boolean;
}

const newPiece = (): OpenPiece => ({
  text: '',
  fence: '',
  marks: 0,
  depth: 0,
  isBetweenBlocks: false,
});

function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const next = end < 0 ? text.length : end + 1;
    yield text.slice(from, next);
    from = next;
  }
}

function mayEnd(
  { text: { length }, fence: inside, isBetweenBlocks }: OpenPiece,
  next: string,
): boolean {
  if (inside !== '') return false;
  if (isBetweenBlocks && length >= (goesOn.test(next) ? size.inList : size.betweenBlocks))
    return true;
  return length >= size.anywhere && !next.startsWith('|');
}

function add(piece: OpenPiece, line: string): void {
  piece.text += line;
  const [, mark = ''] = fence.exec(line) ?? [];
  if (piece.fence === '') {
    piece.fence = mark;
    piece.marks += line.match(/[*_~[\]`<&@]/g)?.length ?? 0;
    const [before = ''] = /^(?: {0,3}(?:>|[-+*] |\d+[.)] ))*/.exec(line) ?? [];
    piece.depth = Math.max(piece.depth, before.match(/[>*+.)-]/g)?.length ?? 0);
  } else if (mark === piece.fence) piece.fence = '';
  piece.isBetweenBlocks = piece.fence === '' && line.trim() === '';
}

function closed({ text, marks, depth }: OpenPiece): Piece {
  return { text, isTame: text.length <= size.tame && marks <= mostMarks && depth <= deepest };
}
