import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFolder } from '../../scripts/replace-folder.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'replace-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const dist = () => join(root, 'dist');
const content = () => readFileSync(join(dist(), 'file'), 'utf8');
const fill = (text: string) => (folder: string) => writeFileSync(join(folder, 'file'), text);

describe('a folder that is made anew', () => {
  it('is there, old and whole, until the new one is', async () => {
    await replaceFolder(dist(), fill('old'));
    await replaceFolder(dist(), async (fresh) => {
      fill('new')(fresh);
      await sleep(1);
      expect(content()).toBe('old');
    });
    expect(content()).toBe('new');
    expect(readdirSync(root)).toEqual(['dist']);
  });

  it('stays as it is when that fails, and nothing is left beside it', async () => {
    await replaceFolder(dist(), fill('old'));
    const broken = replaceFolder(dist(), () => {
      throw new Error('does not compile');
    });
    await expect(broken).rejects.toThrow('does not compile');
    expect(content()).toBe('old');
    expect(readdirSync(root)).toEqual(['dist']);
  });

  it('is one of them when several are made at once', async () => {
    const texts = ['a', 'b', 'c', 'd'];
    await Promise.all(
      texts.map((text) =>
        replaceFolder(dist(), async (fresh) => {
          fill(text)(fresh);
          await sleep(5);
        }),
      ),
    );
    expect(texts).toContain(content());
    expect(readdirSync(root)).toEqual(['dist']);
  });
});
