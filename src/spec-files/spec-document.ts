import * as yaml from 'yaml';
import type { Node, YAMLParseError } from 'yaml';
import { messageOf } from '../core/failures.ts';
import { nestingFault, yamlFaults, yamlOptions } from '../core/yaml-faults.ts';
import { indentationProblem } from './indentation.ts';
import { type LocatedProblem, refuseFile } from './refuse-file.ts';

const {
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument: parseYaml,
} = yaml;

/** A parsed document that knows where everything stands. */
export interface SpecDocument {
  value: unknown;
  /** The comment at its beginning; `null`: there is none. */
  comment: string | null;
  /** Line and column, from 1, of what a path leads to, or of the last of it that there is. */
  placeOf(path: string): Place;
}

interface Place {
  line: number;
  column: number;
}

/**
 * Parses a YAML document; a JSON one is YAML too, and here has to be JSON when its name says so.
 *
 * @throws `Input.Invalid` when it is neither, empty, or several documents
 */
export function parseDocument(file: string, text: string): SpecDocument {
  const tooDeep = nestingFault(text);
  if (tooDeep !== undefined) throw refuseFile(file, [{ path: '', message: tooDeep.message }]);
  const lines = new LineCounter();
  const document = parseYaml(text, { ...yamlOptions, lineCounter: lines });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (/\.json$/i.test(file)) refuseOtherThanJson(file, text);
  const problems = told(document.errors).map((error): LocatedProblem => {
    const place = placeAt(error.pos[0]);
    const indentation = isOnForm(error) ? indentationProblem(text, place.line) : undefined;
    return indentation ?? { path: '', message: inWords(error, lineAt(text, place)), ...place };
  });
  const faults = problems.length > 0 ? [] : yamlFaults(yaml, document);
  problems.push(...faults.map(({ message, at }) => ({ path: '', message, ...placeAt(at) })));
  if (problems.length > 0) throw refuseFile(file, problems);
  const root = document.contents;
  if (root === null) throw refuseFile(file, [{ path: '', message: 'it is empty' }]);
  return {
    value: valueOf(file, () => document.toJS({ maxAliasCount: 1000 })),
    comment: document.commentBefore ?? root.commentBefore ?? null,
    placeOf: (path) => placeAt(offsetOf(root, path)),
  };
}

/** Doubled fields are each a mistake; of what is not YAML at all, the first causes the others. */
function told(errors: readonly YAMLParseError[]): YAMLParseError[] {
  const first = errors.find(isOnForm);
  return errors.filter((error) => error === first || !isOnForm(error));
}

function isOnForm({ code }: YAMLParseError): boolean {
  return code !== 'DUPLICATE_KEY' && code !== 'MULTIPLE_DOCS';
}

function lineAt(text: string, { line }: Place): string {
  return text.split('\n')[line - 1]?.trim() ?? '';
}

function inWords({ code, message }: YAMLParseError, line: string): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return "it holds several documents (after '---'): one spec a file";
    case 'DUPLICATE_KEY':
      return 'this field appears twice';
    case 'TAB_AS_INDENT':
      return 'a tab cannot indent a line of YAML: use spaces';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return "a text with ': ' in it has to stand in quotes";
    case 'MULTILINE_IMPLICIT_KEY':
      return /:\S/.test(line)
        ? `a space is missing after the ':' of '${line}'`
        : `a ':' is missing in '${line}'`;
    default:
      return message;
  }
}

function refuseOtherThanJson(file: string, text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const message = text.trim() === '' ? 'it is empty' : `it is not JSON: ${String(error)}`;
    throw refuseFile(file, [{ path: '', message }]);
  }
}

/** Aliases are put in here, and a document that is all aliases can be too large to. */
function valueOf(file: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    const message = messageOf(error);
    throw refuseFile(file, [{ path: '', message }]);
  }
}

/** Walks a path such as `steps[1].agents[0].timeout` as far as the document goes. */
function offsetOf(root: Node, path: string): number {
  let [at, rest, offset] = [root as unknown, path, root.range?.[0] ?? 0];
  for (;;) {
    const next = rest === '' ? undefined : stepInto(at, rest);
    if (next === undefined) return offset;
    [at, rest, offset] = [next.node, next.rest, next.offset ?? offset];
  }
}

interface Next {
  node: unknown;
  rest: string;
  offset: number | undefined;
}

function stepInto(node: unknown, path: string): Next | undefined {
  if (isSeq(node)) {
    const [whole, index] = /^\[(\d+)\]\.?/.exec(path) ?? [];
    if (whole === undefined) return undefined;
    const item = node.items[Number(index)];
    return { node: item, rest: path.slice(whole.length), offset: startOf(item) };
  }
  if (!isMap(node)) return undefined;
  return intoMap(node, path) ?? intoStage(node, path);
}

/** Keys are tried as they stand: a name may have a dot or a bracket in it. */
function intoMap(node: { items: unknown[] }, path: string): Next | undefined {
  for (const pair of node.items) {
    if (!isPair(pair)) continue;
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    if (!path.startsWith(key) || !/^($|\.|\[)/.test(path.slice(key.length))) continue;
    const rest = path.slice(key.length).replace(/^\./, '');
    return { node: pair.value, rest, offset: startOf(pair.key) };
  }
  return undefined;
}

/** A pipeline's `{step, transform}`: some paths name what is inside the step without naming it. */
function intoStage(node: { items: unknown[] }, path: string): Next | undefined {
  const next = intoMap(node, 'step');
  return isCollection(next?.node) ? { ...next, rest: path } : undefined;
}

function startOf(node: unknown): number | undefined {
  return isCollection(node) || isScalar(node) ? node.range?.[0] : undefined;
}
