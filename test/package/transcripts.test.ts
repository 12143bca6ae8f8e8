import { basename } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { blocksOf, pages } from './snippets/blocks.ts';
import { agrees, normalised } from './transcripts/agreement.ts';
import { commandsShown, Machine } from './transcripts/machine.ts';

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start(inject('consumer'));
});
afterAll(() => machine.stop());

/** Pages with blocks of `console`: what is typed, behind `$ `, and what is then on stdout. */
const withTranscripts = pages
  .map((page) => ({ page, blocks: blocksOf(page) }))
  .filter(({ blocks }) => blocks.some(({ language }) => language === 'console'));

it('there are transcripts', () => {
  const found = withTranscripts.map(({ page }) => page);
  expect(found).toEqual(['docs/events.md', 'docs/mcp.md', 'docs/people.md', 'docs/tutorial.md']);
});

it.each(withTranscripts)('$page shows what its commands print', async ({ page, blocks }) => {
  const user = machine.userIn(basename(page, '.md'));
  for (const { place, code, file, language } of blocks) {
    if (file !== undefined) user.save(file, code);
    for (const { command, output } of language === 'console' ? commandsShown(code) : []) {
      const shown = output.map(normalised);
      const again = reads.test(command);
      const printed = await printedBy(() => user.type(command), { shown, again });
      if (agrees(shown, printed)) continue;
      expect(printed.join('\n'), `${place}: $ ${command}`).toBe(shown.join('\n'));
    }
  }
});

/** Commands that change nothing: what they read may be there a moment later. */
const reads = /^(npx )?durable-agents (inbox|list|show)\b/;
const patienceMs = 30_000;

async function printedBy(
  run: () => Promise<string[]>,
  { shown, again }: { shown: string[]; again: boolean },
): Promise<string[]> {
  const limit = Date.now() + patienceMs;
  for (;;) {
    const printed = (await run()).map(normalised);
    if (!again || agrees(shown, printed) || Date.now() > limit) return printed;
  }
}
