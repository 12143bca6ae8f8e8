import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The tutorial is about files of another project, and `loop` stands for a kind that is to be added. */
const isElsewhere = (page: string, path: string) =>
  page === 'docs/tutorial.md' || /\bloop\b/.test(path);

it('the pages name files of this project that are there', () => {
  const docs = readdirSync(`${root}docs`).filter((name) => name.endsWith('.md'));
  const pages = ['README.md', ...docs.map((name) => `docs/${name}`)];
  const named = pages.flatMap((page) => {
    const text = readFileSync(`${root}${page}`, 'utf8');
    const paths = text.matchAll(/`((?:src|test|scripts|bench|examples|deploy)\/[\w./-]+)`/g);
    return [...paths].flatMap(([, path = '']) => (isElsewhere(page, path) ? [] : [{ page, path }]));
  });
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(({ path }) => !existsSync(`${root}${path}`))).toEqual([]);
});
