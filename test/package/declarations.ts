import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** A declaration: the file that it stands in, and its name there. */
type Place = readonly [file: string, name: string];

interface Module {
  imports: Map<string, Place>;
  exports: Map<string, Place>;
  /** Files of which everything is exported. */
  stars: string[];
  /** The text of each declaration, without comments. */
  declared: Map<string, string>;
}

/** The declarations that entries export, each as `FILE#NAME`, with their texts. */
export function exportedBy(entries: readonly string[]): Map<string, string> {
  const all = entries.flatMap((entry) => [...exportsOf(entry).values()]);
  return new Map(
    all.flatMap((place) => declarationAt(place) ?? []).map(({ key, text }) => [key, text]),
  );
}

/** What exported declarations mention of this package's own without it being exported: `TYPE <- BY`. */
export function unexportedIn(exported: ReadonlyMap<string, string>): string[] {
  const mentioned = [...exported].flatMap(([key, text]) => {
    const [file = '', name = ''] = key.split('#');
    const words = new Set(text.match(/\b[A-Z]\w+\b/g));
    return [...words].flatMap((word) => {
      const found = declarationAt([file, word]);
      return found === undefined || exported.has(found.key) ? [] : [`${word} <- ${name}`];
    });
  });
  return [...new Set(mentioned)].toSorted();
}

/** The exported declarations without a comment of their own. */
export function undocumentedIn(exported: ReadonlyMap<string, string>): string[] {
  return [...exported].flatMap(([key, text]) => {
    const [file = '', name = ''] = key.split('#');
    const head = text.slice(0, text.indexOf(name) + name.length);
    const written = readFileSync(file, 'utf8');
    return /\*\/\s*(\/\/.*\s*)?$/.test(written.slice(0, written.indexOf(head))) ? [] : [name];
  });
}

const modules = new Map<string, Module>();

function moduleOf(file: string): Module {
  const known = modules.get(file) ?? readModule(file);
  modules.set(file, known);
  return known;
}

function readModule(file: string): Module {
  const text = readFileSync(file, 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
  const from = (path: string) => resolve(dirname(file), path.replace(/\.[jt]s$/, '.d.ts'));
  const named = (pattern: RegExp) =>
    [...text.matchAll(pattern)].flatMap(([, list = '', path]) =>
      namesIn(list).map(([own, name]) => [name, [path ? from(path) : file, own]] as const),
    );
  const declared = declarationsIn(text);
  const own = [...declared].filter(([, body]) => body.startsWith('export '));
  return {
    imports: new Map(named(/import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(\.[^']+)'/g)),
    exports: new Map<string, Place>([
      ...own.map(([name]) => [name, [file, name]] as const),
      ...named(/export\s+(?:type\s+)?\{([^}]*)\}(?:\s+from\s+'(\.[^']+)')?/g),
    ]),
    stars: [...text.matchAll(/export\s+\*\s+from\s+'(\.[^']+)'/g)].map(([, path = '']) =>
      from(path),
    ),
    declared,
  };
}

/** `type A, B as C` */
function namesIn(list: string): (readonly [own: string, name: string])[] {
  const each = list.split(',').map((word) => word.trim().replace(/^type\s+/, ''));
  return each.filter(Boolean).map((word) => {
    const [own = '', name = own] = word.split(/\s+as\s+/);
    return [own, name] as const;
  });
}

/** Each top-level declaration up to the next. */
function declarationsIn(text: string): Map<string, string> {
  const heads =
    /^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class|function|const) (\w+)/gm;
  const found = [...text.matchAll(heads)];
  return new Map(
    found.map(({ index, 1: name = '' }, at) => [name, text.slice(index, found[at + 1]?.index)]),
  );
}

function exportsOf(file: string): Map<string, Place> {
  const { exports, stars } = moduleOf(file);
  const starred = stars.flatMap((star) => (existsSync(star) ? [...exportsOf(star)] : []));
  return new Map([...starred, ...exports]);
}

/** Where a name that is used in a file is declared; `undefined`: in no file of ours. */
function declarationAt([file, name]: Place): { key: string; text: string } | undefined {
  const { declared, imports } = moduleOf(file);
  const text = declared.get(name);
  if (text !== undefined) return { key: `${file}#${name}`, text };
  const next = imports.get(name) ?? exportsOf(file).get(name);
  if (next === undefined || (next[0] === file && next[1] === name)) return undefined;
  return declarationAt(next);
}
