import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TransformContext } from '../../src/activities/transforms.ts';
import { loadRegistry } from '../../src/workers/registry-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'durable-agents-registry-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function transformed(file: string, text: string): Promise<unknown> {
  const { transforms } = await loadRegistry(file);
  return await transforms['shout']?.(text, {} as TransformContext);
}

describe('a registered module', () => {
  it.each(['reg.ts', 'reg.mts', 'reg.cts'])('may be TypeScript: %s', async (name) => {
    write('loud.ts', 'export const loud = (text: string): string => text.toUpperCase();');
    write('twice.ts', 'export const twice = (text: string): string => text + text;');
    write('plain.mjs', 'export const [plain] = await Promise.all([(text) => text]);');
    const file = write(
      name,
      `import { loud } from './loud.ts';
       import { twice } from './twice.js';
       import { plain } from './plain.mjs';
       enum End { Mark = '!' }
       export const transforms = { shout: (text: string) => twice(loud(plain(text))) + End.Mark };`,
    );
    expect(await transformed(file, 'ahoy')).toBe('AHOYAHOY!');
  });

  it.each([
    ['reg.mjs', 'export const transforms = { shout: (text) => `${text}!` };'],
    ['reg.cjs', 'exports.transforms = { shout: (text) => `${text}!` };'],
    ['whole.cjs', 'module.exports = { transforms: { shout: (text) => `${text}!` } };'],
    ['default.mjs', 'export default { transforms: { shout: (text) => `${text}!` } };'],
    [
      'compiled.cjs',
      'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = { transforms: { shout: (text) => `${text}!` } };',
    ],
    [
      'itself.cjs',
      'exports.transforms = { shout: (text) => `${text}!` }; exports.default = exports;',
    ],
    ['default.ts', 'export default { transforms: { shout: (text: string) => `${text}!` } };'],
  ])('may be JavaScript: %s', async (name, content) => {
    expect(await transformed(write(name, content), 'ahoy')).toBe('ahoy!');
  });

  const tool =
    '{ name: "w", parameters: {}, execute() {}, timeoutMs: 1, maxAttempts: 1, description: "d", input: {}, lock: null }';
  it.each([
    ['list.mjs', `export default [${tool}];`],
    ['list.cjs', `module.exports = [${tool}];`],
    ['both.mjs', `export default { tools: [] }; export const tools = [${tool}];`],
  ])('may have its tools on its default export: %s', async (name, content) => {
    const { tools } = await loadRegistry(write(name, content));
    expect(tools.map((each) => each.name)).toEqual(['w']);
  });

  it('that exports a tool by itself is told how to export it', async () => {
    const file = write('one.mjs', `export const weather = ${tool};`);
    await expect(loadRegistry(file)).rejects.toThrow(
      'it exports none of `transforms`, `tools` and `onQuestion`: write `export const tools = [weather]`, or `exports.tools = [weather]` in CommonJS',
    );
  });

  it('in TypeScript shares the packages of the process, so that locks and errors are the same', () => {
    const twin = fileURLToPath(new URL('../support/registered-tools-twin.mjs', import.meta.url));
    const printed = execFileSync(process.execPath, [twin], { encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual({ tools: ['greet'], same: true });
  });

  it.each([
    ['broken.ts', 'export const tools = [', /cannot be loaded: .*broken\.ts/s],
    [
      'empty.ts',
      'export const other: number = 1;',
      'exports none of `transforms`, `tools` and `onQuestion`',
    ],
    [
      'lonely.ts',
      "import { z } from '@nobody/has-this/core';\nexport const tools = [z];",
      /no package '@nobody\/has-this' in a node_modules folder.*: npm install @nobody\/has-this$/,
    ],
    ['throws.ts', 'throw new Error("no database" as string);', 'cannot be loaded: no database'],
    [
      'tools.json',
      '{}',
      'the name of a module must end in one of .js, .mjs, .cjs, .ts, .mts, .cts',
    ],
    ['tool.ts', 'export const tools: unknown[] = [{}];', 'expected a tool, made by defineTool'],
  ])('that is wrong is refused with the reason: %s', async (name, content, message) => {
    await expect(loadRegistry(write(name, content))).rejects.toThrow(message);
  });
});
