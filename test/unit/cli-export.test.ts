import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatOf } from '../../src/cli/export/format-of.ts';
import type { RunDocument } from '../../src/cli/export/run-document.ts';
import { runPage } from '../../src/cli/export/run-page.ts';
import { writeWhole } from '../../src/cli/export/write-file.ts';
import { recorded } from './run-view/recorded.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'durable-agents-export-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const document: RunDocument = {
  run: {
    id: 'r',
    name: 'R',
    kind: 'agent',
    state: 'done',
    startedAt: null,
    endedAt: null,
    simulated: false,
  },
  input: {
    step: recorded('agent').spec,
    input: `</script><script>alert(1)</script><!-- $& $1 \u2028 ]]>`,
    context: null,
    user: null,
    thread: null,
    provider: null,
    model: null,
    startedAt: '2026-01-01T00:00:00.000Z',
  },
  events: recorded('agent').events,
  result: null,
};

function page(html: string): URL {
  const file = join(folder, 'export.html');
  writeFileSync(file, html);
  return pathToFileURL(file);
}

describe('the page of a run', () => {
  it('has its data in its place, and nothing that a model has said ends that', async () => {
    const html =
      '<p>before</p><script type="application/json" id="run-data">{}</script><p>behind</p>';

    const made = await runPage(document, page(html));

    const [, data = ''] = /id="run-data">([^<]*)<\/script><p>behind/.exec(made) ?? [];
    expect(JSON.parse(data)).toEqual(document);
    expect(made.match(/<\/?script/g)).toHaveLength(2);
    expect(made.startsWith('<p>before</p><script')).toBe(true);
  });

  it('is refused where the studio is not built, or has no place for it', async () => {
    const missing = pathToFileURL(join(folder, 'nowhere.html'));

    await expect(runPage(document, missing)).rejects.toThrow(/cannot be read.*npm run build/);
    await expect(runPage(document, page('<p></p>'))).rejects.toThrow(/has no place for the data/);
  });
});

describe('the format of an export', () => {
  it('is the one that is named, else that of the file, else Markdown', () => {
    expect(formatOf({ format: 'json', out: 'a.md' })).toBe('json');
    expect(formatOf({ out: 'a/b.HTML' })).toBe('html');
    expect(formatOf({})).toBe('md');
  });

  it('is asked for where the file does not say it', () => {
    expect(() => formatOf({ out: 'run.txt' })).toThrow(/end it in \.md, \.json or \.html/);
    expect(() => formatOf({ prompts: true })).toThrow(/--prompts is of json and html/);
  });
});

describe('a file', () => {
  it('is written whole, and what stood there stays where that cannot be', async () => {
    const file = join(folder, 'run.md');
    await writeWhole(file, 'old');
    await writeWhole(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');

    await expect(writeWhole(folder, 'x')).rejects.toThrow(/cannot be written/);
    await expect(writeWhole(join(folder, 'no', 'run.md'), 'x')).rejects.toThrow(
      /cannot be written/,
    );

    expect(readdirSync(folder)).toEqual(['run.md']);
  });
});
