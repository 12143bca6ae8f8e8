import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { isMap, parse, parseDocument } from 'yaml';
import { parseInput } from '../../src/core/parse-input.ts';
import { mcpServersSchema } from '../../src/core/mcp-servers.ts';
import { providersSchema } from '../../src/core/provider-config.ts';
import { serveConfigSchema } from '../../src/core/serve-config.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { leftAfter } from '../support/embedded-commands.ts';
import { type Block, blocksOf, pages, proseOf, textOf } from './snippets/blocks.ts';
import { optionsOfCommands, problemOf } from './snippets/command-line.ts';
import { keylessEnvironment } from './snippets/environment.ts';
import { differences } from './snippets/same-document.ts';
import { commandsOf } from './snippets/shell.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const consumer = inject('consumer');
const folder = join(consumer, 'snippets');
const env = keylessEnvironment(folder);
const run = promisify(execFile);

const blocks = pages.flatMap(blocksOf);
const checked = blocks.filter(({ notChecked }) => notChecked === undefined);
const of = (language: string) => checked.filter((block) => block.language === language);
const table = (list: Block[]) => list.map((block) => [block.place, block] as const);
const modules = of('ts').filter(({ notRun, byVitest }) => notRun === undefined && !byVitest);
const documents = of('json').filter(({ outputOf }) => outputOf.length > 0);

/** The file that a block is written to: each in a folder of its own, but for those that belong together. */
function fileOf({ place, page, file, beside }: Block): string {
  const isOwner = (each: Block) => each.page === page && each.file === beside;
  const owner = beside === undefined ? place : blocks.find(isOwner)?.place;
  if (owner === undefined) throw new Error(`${place}: there is no file ${beside}`);
  return join(folder, owner.replaceAll(/\W/g, '-'), file ?? `${basename(place).split(':')[1]}.ts`);
}

const compilerOptions = {
  strict: true,
  target: 'ES2023',
  module: 'NodeNext',
  moduleDetection: 'force',
  rewriteRelativeImportExtensions: true,
  skipLibCheck: true, // the types themselves are checked as a part of the package
  noEmit: true,
};

/** Packages that readers of the pages install beside ours. */
const ofReaders = ['vitest', '@ag-ui/client'];

beforeAll(() => {
  for (const name of ofReaders) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(dirname(here(`../../node_modules/${name}/package.json`)), link);
  }
  copyFileSync(here('../../examples/research.yaml'), join(folder, 'research.yaml'));
  copyFileSync(here('./snippets/wrong.yaml'), join(folder, 'wrong.yaml'));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  for (const block of checked.filter(({ language, beside }) => language === 'ts' || beside)) {
    mkdirSync(dirname(fileOf(block)), { recursive: true });
    writeFileSync(fileOf(block), block.code);
  }
});

describe('the blocks of README.md and docs/', () => {
  it('are checked, or say why not', () => {
    // Python is run by test/integration/service-openai.test.ts
    const isKnown = ({ language }: Block) =>
      ['ts', 'yaml', 'json', 'bash', 'console', 'python', ''].includes(language);
    expect(checked.filter((block) => !isKnown(block)).map(({ place }) => place)).toEqual([]);
    const left = blocks.flatMap(({ place, notRun, notChecked }) => {
      if (notChecked !== undefined) return [`${place} is not checked: ${notChecked}`];
      return notRun === undefined ? [] : [`${place} is checked, not run: ${notRun}`];
    });
    const counts = ['ts', 'yaml', 'json', 'bash'].map((name) => `${of(name).length} ${name}`);
    process.stdout.write(`${counts.join(', ')}; ${modules.length} modules are run\n`);
    process.stdout.write(`${left.join('\n')}\n`);
    expect(of('ts').length).toBeGreaterThan(10);
    expect(left.length).toBeLessThan(5);
  });

  it.each(['docs/cli.md', 'docs/service.md'])('are compared with what is printed: %s', (page) => {
    const outputs = blocks.filter((block) => block.page === page && isOutput(block));
    const left = outputs.filter(({ outputOf, isStderr, checkedBy }) => {
      const isCompared = checkedBy !== undefined && textOf(checkedBy).includes('shownFor(');
      return outputOf.length === 0 && !isStderr && !isCompared;
    });
    // test/integration/service-docs.test.ts compares each document of its page
    const own = left.filter(({ language }) => page === 'docs/cli.md' || language !== 'json');
    expect(own.map(({ place }) => place)).toEqual([]);
  });

  it.each(table(of('yaml')))('%s is YAML that is accepted', async (_, { code }) => {
    const value = parse(code) as Record<string, unknown>;
    expect(await problemsOf(value)).toEqual([]);
  });

  it.each(table(of('json')))('%s is JSON, no key of which is there twice', (_, { code }) => {
    JSON.parse(code);
    const { contents, errors } = parseDocument(code, { uniqueKeys: true });
    expect(errors).toEqual([]);
    expect(isMap(contents)).toBe(true);
  });

  it.each(table(['bash', 'console', ''].flatMap(of)))(
    '%s has commands that exist',
    async (_, block) => {
      const lines = block.code.split('\n').flatMap((line) => {
        if (block.language === 'bash') return [line];
        return line.startsWith('$ ') ? [line.slice(2)] : []; // else it is what a command has printed
      });
      const problems = lines.flatMap(commandsOf).map(problemOf);
      expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
    },
  );

  it('are TypeScript that holds for the types of the package', async () => {
    const tsc = here('../../node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });
});

describe('the text of README.md and docs/', () => {
  it.each(pages)('names commands and options that exist: %s', async (page) => {
    const named = [...proseOf(page).matchAll(/`((?:npx )?durable-agents [^`|…]+)`/g)];
    const problems = named.flatMap(([, line = '']) => commandsOf(line)).map(problemOf);
    const isShort = (problem = '') => /^error: (missing|required)/.test(problem);
    expect(problems.filter((problem) => problem !== undefined && !isShort(problem))).toEqual([]);
  });

  it('has each option of the command line in its table, with the commands that take it', () => {
    const [, rows = ''] = /^## Options\n([^]*?)^[^|\n]/m.exec(textOf('docs/cli.md')) ?? [];
    const listed = rows.split('\n').flatMap((row) => {
      const [, flags = '', takers = ''] = row.split('|');
      const names = [...flags.matchAll(/--[a-z][a-z-]*/g)].map(([flag]) => flag);
      return names.flatMap((flag) => takers.split(',').map((taker) => `${flag} ${taker.trim()}`));
    });
    expect(listed.toSorted()).toEqual(optionsOfCommands().toSorted());
  });
});

describe('what README.md and docs/ show', () => {
  interface Done {
    printed: string;
    status: number | null;
    error: string | null;
  }
  const done = new Map<string, Done>();

  beforeAll(async () => {
    const jobs = [
      ...modules.map((block) => ({ place: block.place, module: fileOf(block) })),
      ...documents.flatMap(({ place, outputOf }) =>
        outputOf.flatMap(commandsOf).map(([, ...words]) => ({ place, words })),
      ),
    ];
    writeFileSync(join(folder, 'jobs.json'), JSON.stringify(jobs));
    const program = join(consumer, 'node_modules/durable-agents/dist/cli/program.js');
    const words = [here('./snippets/runner.mjs'), program, 'jobs.json', 'results.json'];
    const tsx = import.meta.resolve('tsx');
    await run(process.execPath, ['--import', tsx, ...words], { cwd: folder, env });
    await leftAfter(join(folder, '.durable-agents'), 10_000);
    const results = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as Done[];
    for (const [at, { place }] of jobs.entries()) {
      const result = results[at];
      if (result !== undefined) done.set(place, result);
    }
  }, 300_000);

  it.each(table(modules))('%s runs on the simulated model', (place) => {
    expect(done.get(place)).toMatchObject({ error: null, status: 0 });
  });

  it.each(table(documents))('%s is what is printed', (place, { code }) => {
    const { printed = '', error } = done.get(place) ?? { error: 'it was not run' };
    expect(error).toBe(null);
    expect(differences(JSON.parse(code), JSON.parse(printed)).join('\n')).toBe('');
  });

  it.each(table(of('ts').filter(({ byVitest }) => byVitest)))(
    '%s passes in vitest',
    async (_, block) => {
      const vitest = here('../../node_modules/vitest/vitest.mjs');
      const words = [vitest, 'run', '--root', dirname(fileOf(block))];
      const { stdout } = await run(process.execPath, words, { cwd: folder, env });
      expect(stdout).toMatch(/Tests +1 passed/);
    },
  );
});

/** More than the commands that are typed; what stands in `console` is compared by transcripts.test.ts. */
function isOutput({ language, code }: Block): boolean {
  const areCommands = code.split('\n').every((line) => line === '' || line.startsWith('$ '));
  return language === 'json' || (language === '' && !areCommands);
}

/** A spec and a configuration are refused by a throw. */
async function problemsOf(value: Record<string, unknown>): Promise<string[]> {
  if ('services' in value) return problemsOfServices(value['services']);
  if ('providers' in value) parseInput(providersSchema, value['providers'], 'providers');
  if ('mcp' in value) parseInput(mcpServersSchema, value['mcp'], 'mcp');
  if ('serve' in value) parseInput(serveConfigSchema, value['serve'], 'serve');
  if (!('providers' in value || 'mcp' in value || 'serve' in value)) parseStep(value);
  return [];
}

/** Of a file for docker compose: its commands are those of the image, which are ours. */
function problemsOfServices(services: unknown): string[] {
  const commands = Object.values(services as Record<string, { command: string[] }>);
  const problems = commands.map(({ command }) => problemOf(['durable-agents', ...command]));
  return problems.flatMap((problem) => problem ?? []);
}
