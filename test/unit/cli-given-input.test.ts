import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWrittenInput } from '../../src/cli/input/given-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'durable-agents-input-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'question.txt');
writeFileSync(file, 'How?\nAnd why?\n');

describe('what a run works on', () => {
  it('is the text, or that of a file as it stands there', async () => {
    expect(await readWrittenInput({ input: 'Why?' })).toBe('Why?');
    expect(await readWrittenInput({ inputFile: file })).toBe('How?\nAnd why?\n');
  });

  it('is on stdin for a dash, in either way', async () => {
    expect(await readWrittenInput({ input: '-' })).toBe(null);
    expect(await readWrittenInput({ inputFile: '-' })).toBe(null);
  });

  it('is refused as @FILE where there is such a file, with the option that reads it', async () => {
    await expect(readWrittenInput({ input: `@${file}` })).rejects.toThrow(`--input-file ${file}`);
    expect(await readWrittenInput({ input: '@nobody, hello' })).toBe('@nobody, hello');
    expect(await readWrittenInput({ input: '@' })).toBe('@');
  });

  it('is refused as a file that is not there, a folder, or empty', async () => {
    const empty = join(folder, 'empty.txt');
    writeFileSync(empty, ' \n');
    const read = (inputFile: string) => readWrittenInput({ inputFile });
    await expect(read(join(folder, 'no.txt'))).rejects.toThrow(/no\.txt: there is no such file/);
    await expect(read(folder)).rejects.toThrow('it is a folder');
    await expect(read(empty)).rejects.toThrow('the file is empty');
  });
});
