import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A fenced block of a page, and what the comment before it says. */
export interface Block {
  /** `README.md:32`, the line of its fence. */
  place: string;
  page: string;
  language: string;
  code: string;
  /** `<!-- snippet: file a.ts -->`: under this name, so that another block can import it. */
  file: string | undefined;
  /** `beside a.ts`, `file b.ts, beside a.ts`: in the folder of the block of the page that is this file. */
  beside: string | undefined;
  /** `run by vitest` */
  byVitest: boolean;
  /** `output of COMMAND; COMMAND`: it is the shape of what the last of them prints. */
  outputOf: string[];
  /** `stderr`: it is what the last command of the page has written there, its lines in any order. */
  isStderr: boolean;
  /** `ends with 2`: the status that its commands end with, where that is not 0. */
  status: number;
  /** `checked by test/…`: that test compares it with what was printed. */
  checkedBy: string | undefined;
  /** `not run, because …`: it is checked all the same. */
  notRun: string | undefined;
  /** `not checked, because …` */
  notChecked: string | undefined;
}

/** README.md, and every page of docs/. */
export const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) =>
    name.endsWith('.md') ? [`docs/${name}`] : [],
  ),
];

export function textOf(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

const fence = /(?:^<!-- snippet: (?<said>.+) -->\n\n)?^```(?<language>\w*)\n(?<code>[^]*?)^```$/gm;

export function blocksOf(page: string): Block[] {
  const text = textOf(page);
  return [...text.matchAll(fence)].map((match) => {
    const { said = '', language = '', code = '' } = match.groups ?? {};
    const before = text.slice(0, match.index + match[0].indexOf('```'));
    return { place: `${page}:${before.split('\n').length}`, page, language, code, ...read(said) };
  });
}

/** The blocks that a test compares with what was printed. */
export function shownFor(test: string): Block[] {
  return pages.flatMap(blocksOf).filter(({ checkedBy }) => checkedBy === test);
}

type Said = Omit<Block, 'place' | 'page' | 'language' | 'code'>;

function read(said: string): Said {
  const known =
    /^(file|beside|output of|ends with|checked by|not run, because|not checked, because) (.+?)(, run by vitest)?$/;
  const [, what, which = '', byVitest] = known.exec(said) ?? [];
  const isStderr = said === 'stderr';
  if (said !== '' && what === undefined && !isStderr)
    throw new Error(`nobody understands 'snippet: ${said}'`);
  const when = (name: string) => (what === name ? which : undefined);
  return {
    file: when('file')?.split(', beside ')[0],
    beside: when('beside') ?? when('file')?.split(', beside ')[1],
    byVitest: byVitest !== undefined,
    outputOf: when('output of')?.split('; ') ?? [],
    isStderr,
    status: Number(when('ends with') ?? 0),
    checkedBy: when('checked by'),
    notRun: when('not run, because'),
    notChecked: when('not checked, because'),
  };
}

/** The text of a page without its blocks. */
export function proseOf(page: string): string {
  return textOf(page).replaceAll(fence, '');
}
