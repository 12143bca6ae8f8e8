import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../core/error-words.ts';
import { refuse } from '../input/refused-input.ts';
import { manifestOf } from './manifest.ts';
import { defaults, type Project } from './project.ts';

/** Files by their names in the project. */
export type Files = Record<string, string>;

/** What became of each file. */
export interface Written {
  written: string[];
  /** Was there already, and is as it was. */
  kept: string[];
}

const template = fileURLToPath(new URL('./template/', import.meta.url));

/** The files of a project: those of the template with its names, and its manifest. */
export function filesOf(project: Project, from = template): Files {
  const paths = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(from, join(entry.parentPath, entry.name)))
    .toSorted();
  const files = paths.map((path) => {
    const text = readFileSync(join(from, path), 'utf8');
    return [named(visible(path), project), named(text, project)] as const;
  });
  return { 'package.json': manifestOf(project), ...Object.fromEntries(files) };
}

/** npm packs no file that is called `.gitignore`. */
function visible(path: string): string {
  return path.replace(/^(git|docker)ignore$/, '.$1ignore').replaceAll('\\', '/');
}

function named(text: string, { name, team, provider }: Project): string {
  return text
    .replaceAll(defaults.team, () => team)
    .replaceAll(`# ${defaults.folder}`, () => `# ${name}`)
    .replace("'--serve', 'simulated'", () => `'--serve', '${provider}'`);
}

/**
 * Writes files into a folder; one that is there is not touched.
 *
 * @throws `Input.Invalid` where the folder cannot be written to
 */
export function writeProject(folder: string, files: Files): Written {
  const done: Written = { written: [], kept: [] };
  for (const [path, text] of Object.entries(files)) {
    const isNew = writeNew(join(folder, path), text);
    (isNew ? done.written : done.kept).push(path);
  }
  return done;
}

function writeNew(file: string, text: string): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw refuse(`${file} cannot be written: ${messageOf(error)}`);
  }
}
