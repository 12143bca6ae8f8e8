import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TransformContext } from '../../src/activities/transforms.ts';
import { ModuleSources } from '../../src/workers/module-sources.ts';
import { loadRegistry } from '../../src/workers/registry-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'durable-agents-sources-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** What the module's function makes of `ahoy`, and of which files that module is made. */
async function loaded(file: string) {
  const sources = new ModuleSources();
  const { transforms } = await loadRegistry(file, sources);
  const said: unknown = await transforms['say']?.('ahoy', {} as TransformContext);
  return { said, sources, files: sources.files.map((each) => basename(each)).toSorted() };
}

it('where no module is registered there is no code to tell apart', async () => {
  const sources = new ModuleSources();
  await loadRegistry(undefined, sources);
  expect(sources.digest).toBe(undefined);
});

describe('a module that is loaded again', () => {
  it('is the new one, with what it imports from beside it', async () => {
    write('mark.ts', "export const mark: string = '!';");
    const file = write(
      'reg.ts',
      "import { mark } from './mark.ts'; export const transforms = { say: (text: string) => text + mark };",
    );
    const before = await loaded(file);
    expect(before).toMatchObject({ said: 'ahoy!', files: ['mark.ts', 'reg.ts'] });
    write('mark.ts', "export const mark: string = '?';");
    const after = await loaded(file);
    expect(after.said).toBe('ahoy?');
    expect(after.sources.digest).not.toBe(before.sources.digest);
    expect((await loaded(file)).sources.digest).toBe(after.sources.digest);
  });

  it.each(['reg.mjs', 'reg.cjs'])('may be JavaScript: %s', async (name) => {
    const source = (mark: string) =>
      name.endsWith('.cjs')
        ? `exports.transforms = { say: (text) => text + '${mark}' };`
        : `export const transforms = { say: (text) => text + '${mark}' };`;
    const file = write(name, source('!'));
    expect((await loaded(file)).said).toBe('ahoy!');
    write(name, source('?'));
    expect((await loaded(file)).said).toBe('ahoy?');
  });

  it('knows the JavaScript it imports, which a process loads once', async () => {
    write('deep.mjs', "export const mark = '!';");
    write('mark.mjs', "export { mark } from './deep.mjs';");
    const file = write(
      'reg.ts',
      "import { mark } from './mark.mjs'; export const transforms = { say: (text: string) => text + mark };",
    );
    const { files, sources } = await loaded(file);
    expect(files).toEqual(['deep.mjs', 'mark.mjs', 'reg.ts']);
    expect(sources.needsRestart(join(folder, 'deep.mjs'))).toBe(true);
    expect(sources.needsRestart(file)).toBe(false);
  });

  it('has the files that were read also where it cannot be loaded', async () => {
    write('mark.ts', 'export const mark = ;');
    const file = write(
      'reg.ts',
      "import { mark } from './mark.ts'; export const transforms = { mark };",
    );
    const sources = new ModuleSources();
    await expect(loadRegistry(file, sources)).rejects.toThrow('it cannot be loaded');
    expect(sources.files.map((each) => basename(each)).toSorted()).toEqual(['mark.ts', 'reg.ts']);
  });

  it('has the files that are not there yet', async () => {
    const file = write(
      'reg.ts',
      "import { mark } from './mark.ts'; export const transforms = { mark };",
    );
    const sources = new ModuleSources();
    await expect(loadRegistry(file, sources)).rejects.toThrow('mark.ts');
    expect(sources.files).toContain(join(folder, 'mark.ts'));
  });
});
