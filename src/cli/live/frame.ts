import stringWidth from 'string-width';
import { type RunProgress, type StepNode, stepTree } from '../../client/progress/index.ts';
import { onOneLine, visible } from '../../core/visible.ts';
import type { Heard } from './heard.ts';
import { type Line, linesFitting } from './lines-fitting.ts';
import { runStatus, stepStatus } from './step-line.ts';
import { isDynamic, linesBelow, marks } from './steps-below.ts';

/** The room that a frame has. */
export interface Room {
  columns: number;
  rows: number;
}

/** A run as lines: its steps as a tree, what is being said, the plan, the votes. None is too wide. */
export function frameOf(progress: RunProgress, heard: Heard, room: Room, now: number): string[] {
  const head = { indent: 0, text: runStatus(progress, now) };
  const { spec } = progress;
  const lines: Line[] =
    spec === null ? [head] : [head, ...nodeLines(stepTree(spec), { progress, heard, room, now })];
  for (const { asks, how } of heard.questions(now))
    lines.push({ indent: 0, text: asks, isLive: true }, { indent: 1, text: how, isLive: true });
  return linesFitting(lines, room.rows).map(({ indent, text }) =>
    fitted(`${'  '.repeat(indent)}${visible(onOneLine(text))}`, room.columns),
  );
}

interface Seen {
  progress: RunProgress;
  heard: Heard;
  room: Room;
  now: number;
}

function nodeLines(node: StepNode, seen: Seen, indent = 0): Line[] {
  if (isDynamic(node))
    return [...ownLine(node, seen, indent), ...dynamicLines(node, seen, indent + 1)];
  if (node.children.length === 0) return leafLines(node, seen, indent);
  return [
    ...ownLine(node, seen, indent),
    ...node.children.flatMap((child) =>
      nodeLines(child, seen, node.path === '' ? indent : indent + 1),
    ),
  ];
}

/** The head of the frame is the outermost step's own line. */
function ownLine({ path, name }: StepNode, _: Seen, indent: number): Line[] {
  return path === '' ? [] : [{ indent, text: name }];
}

function leafLines(
  { path, name }: StepNode,
  { progress, heard, room, now }: Seen,
  indent: number,
): Line[] {
  const step = progress.steps.find((each) => each.path === path);
  if (step === undefined) return [{ indent, text: `  ${name}` }];
  const said = path === '' ? [] : [`${marks[step.state]} ${name} · ${stepStatus(step, now)}`];
  const isLive = step.state === 'running';
  return [
    ...said.map((text) => ({ indent, text, isLive })),
    ...spokenLines(path, heard, room, indent + 1),
  ];
}

/** How many steps of a supervisor or a debate are shown, the newest. */
const stepsShown = 8;

function dynamicLines(
  node: StepNode,
  { progress, heard, room, now }: Seen,
  indent: number,
): Line[] {
  const below = linesBelow(node, progress, stepsShown, now);
  return [
    ...heard.notesAt(node.path).map((text) => ({ indent, text })),
    ...below.flatMap(({ path, text, isLive }) => [
      { indent, text, isLive },
      ...(path === null ? [] : spokenLines(path, heard, room, indent + 1)),
    ]),
  ];
}

/**
 * What an agent is saying, as much of its end as fits on a line, from the beginning of a word on; the
 * tool call that it is writing; and the tools that it waits for.
 */
function spokenLines(path: string, heard: Heard, { columns }: Room, indent: number): Line[] {
  const tools = heard.toolsOf(path);
  const call = heard.callAt(path);
  const spoken = visible(heard.spokenAt(path) ?? '');
  const texts = [
    ...(spoken === '' ? [] : [endFitting(spoken, columns - 2 * indent - 3)]),
    ...(call === undefined ? [] : [call]),
    ...(tools.length === 0 ? [] : [`waits for ${tools.join(', ')}`]),
  ];
  return texts.map((text) => ({ indent, text, isLive: true }));
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Units of a character at most, as far as that is looked at: a family of four has eleven. */
const longestCharacter = 20;

/** The end of a text that is no wider, beginning with a word. */
export function endFitting(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const from = Math.max(0, text.length - longestCharacter * Math.max(width, 1));
  const segments = [...graphemes.segment(text.slice(from))].slice(from > 0 ? 1 : 0);
  const end: string[] = [];
  let used = 1;
  for (const { segment } of segments.toReversed()) {
    used += stringWidth(segment);
    if (used > width) break;
    end.unshift(segment);
  }
  const written = end.join('');
  const word = written.indexOf(' ');
  return `…${word >= 0 && word < written.length / 2 ? written.slice(word + 1) : written}`;
}

/** The beginning of a line that is no wider. */
export function fitted(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let line = '';
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    line += segment;
  }
  return `${line}…`;
}
