import { basename } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { blocksOf, pages, textOf } from './snippets/blocks.ts';
import { agrees, agreesUnordered, normalised } from './transcripts/agreement.ts';
import { commandsShown, Machine, type Typed } from './transcripts/machine.ts';

let shared: Machine;
/** The command line's page lists all runs, and leaves some that others would list too. */
let own: Machine;

beforeAll(async () => {
  const start = (name: string) => Machine.start(inject('consumer'), name);
  [shared, own] = await Promise.all([start('transcripts'), start('transcripts-cli')]);
});
afterAll(() => Promise.all([shared.stop(), own.stop()]));

/** Pages with blocks of `console`: what is typed, behind `$ `, and what is then on stdout. */
const withTranscripts = pages
  .map((page) => ({ page, blocks: blocksOf(page) }))
  .filter(({ blocks }) => blocks.some(({ language }) => language === 'console'));

it('there are transcripts', () => {
  const found = withTranscripts.map(({ page }) => page);
  const told = ['cli', 'events', 'mcp', 'people', 'tutorial'].map((name) => `docs/${name}.md`);
  expect(found).toEqual(told);
});

/** Files that a page speaks of, and that are shown elsewhere. */
const filesOf: Partial<Record<string, Record<string, string>>> = {
  'docs/cli.md': {
    'research.yaml': textOf('examples/research.yaml'),
    'wrong.yaml': textOf('test/package/snippets/wrong.yaml'),
    ...Object.fromEntries(
      blocksOf('docs/people.md').flatMap(({ file, code }) => (file ? [[file, code]] : [])),
    ),
  },
};

it.each(withTranscripts)('$page shows what its commands print', async ({ page, blocks }) => {
  const machine = page === 'docs/cli.md' ? own : shared;
  const user = machine.userIn(basename(page, '.md'));
  for (const [name, text] of Object.entries(filesOf[page] ?? {})) user.save(name, text);
  let last: Typed | undefined;
  for (const { place, code, file, language, isStderr, status } of blocks) {
    if (file !== undefined) user.save(file, code);
    if (isStderr) compare(code.trimEnd().split('\n'), last?.stderr ?? [], place, agreesUnordered);
    for (const { command, output } of language === 'console' ? commandsShown(code) : []) {
      last = await typed(() => user.type(command), output, reads.test(command));
      compare(output, last.stdout, `${place}: $ ${command}`);
      expect(last.status, `${place}: $ ${command}\n${last.stderr.join('\n')}`).toBe(status);
    }
  }
});

function compare(
  lines: readonly string[],
  written: readonly string[],
  place: string,
  isSame = agrees,
): void {
  const [shown, printed] = [lines.map(normalised), written.map(normalised)];
  const told = isSame(shown, printed) ? shown : printed;
  expect(told.join('\n'), place).toBe(shown.join('\n'));
}

/** Commands that change nothing: what they read may be there a moment later. */
const reads = /^(npx )?durable-agents (inbox|list|show)\b/;
const patienceMs = 30_000;

async function typed(
  run: () => Promise<Typed>,
  output: readonly string[],
  again: boolean,
): Promise<Typed> {
  const limit = Date.now() + patienceMs;
  const shown = output.map(normalised);
  for (;;) {
    const ended = await run();
    const isThere = agrees(shown, ended.stdout.map(normalised));
    if (!again || isThere || Date.now() > limit) return ended;
  }
}
