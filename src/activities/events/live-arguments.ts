import { parseJson } from '../../core/parse-json.ts';

/** Arguments of one tool call that came in one piece. */
export interface ArgumentsPart {
  /** Which of the calls of its turn; from 0. */
  call: number;
  /** Of the tool. */
  name: string;
  /** Where it begins in the arguments of its call; UTF-16 units. */
  offset: number;
  text: string;
}

/** Under which name the arguments of a turn's calls are stored: one text, in the order they came. */
export const argumentsOf = (turn: string) => `${turn}#arguments`;

/** Adds a part behind others: to the last, where it goes on with it. */
export function addPart(parts: ArgumentsPart[], part: ArgumentsPart): void {
  const last = parts.at(-1);
  const goesOn = last?.call === part.call && last.offset + last.text.length === part.offset;
  if (goesOn) last.text += part.text;
  else parts.push({ ...part });
}

/** Parts as a piece of a live text is stored. */
export const writeParts = (parts: readonly ArgumentsPart[]): string => JSON.stringify(parts);

/** What follows a place in the arguments of a turn, as far as all of it is there. */
export function partsBehind(
  pieces: readonly { start: number; text: string }[],
  from: number,
): ArgumentsPart[] {
  const parts: ArgumentsPart[] = [];
  let at = from;
  for (const { start, text } of pieces) {
    if (start > at) break; // a piece that is not there yet ends what can be given
    let begin = start;
    for (const part of readParts(text)) {
      const end = begin + part.text.length;
      const rest = part.text.slice(at - begin);
      if (end > at) addPart(parts, { ...part, offset: part.offset + at - begin, text: rest });
      at = Math.max(at, end);
      begin = end;
    }
  }
  return parts;
}

function readParts(written: string): ArgumentsPart[] {
  const parsed = parseJson(written);
  return parsed.ok ? (parsed.value as ArgumentsPart[]) : [];
}
