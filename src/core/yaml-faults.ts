import type * as Yaml from 'yaml';

/** Something that a reader of YAML would pass over in silence, and where it stands in the text. */
export interface YamlFault {
  message: string;
  /** Offset in the text. */
  at: number;
}

/** How YAML is read: `<<` merges, as most readers do. */
export const yamlOptions = { merge: true, prettyErrors: false } as const;

/** How deep anything may be nested. */
const deepest = 200;

/**
 * The first place that is nested too deep for a reader, which might not survive it: brackets, and
 * lists or keys that begin on one line.
 */
export function nestingFault(text: string): YamlFault | undefined {
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/[[{]|[\]}]|(?:[-?] +){2,}/g)) {
    depth =
      mark === ']' || mark === '}' ? Math.max(0, depth - 1) : depth + (mark.length === 1 ? 1 : 0);
    if (depth <= deepest && mark.length <= deepest * 2) continue;
    return { message: `it is nested more than ${deepest} deep`, at: index };
  }
  return undefined;
}

/**
 * What a document says and its values do not: tags that are not known, keys that are no texts, fields
 * that become the same, numbers that lose digits, a part that is inside itself.
 *
 * @param yaml the package, which is loaded by whoever reads
 */
export function yamlFaults(yaml: typeof Yaml, document: Yaml.Document.Parsed): YamlFault[] {
  const faults: YamlFault[] = document.warnings.map(({ pos, message }) => ({
    message: message
      .replace('tag:yaml.org,2002:', '!!')
      .replace(/^Unresolved tag: (.*)$/, "the tag '$1' means nothing here: write the value itself"),
    at: pos[0],
  }));
  const fault = (node: unknown, message: string) => {
    faults.push({ message, at: yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0 });
  };
  const onTag = (node: Yaml.Node) => {
    if (odd.test(node.tag ?? ''))
      fault(node, `the tag '${shownTag(node.tag)}' makes no JSON: write the value itself`);
  };
  yaml.visit(document, {
    Seq: (_, node) => onTag(node),
    Scalar(_, node) {
      onTag(node);
      if (losesDigits(node))
        fault(node, `the number ${node.source} loses digits: write it in quotes`);
    },
    Map(_, node) {
      onTag(node);
      keyFaults(yaml, node, fault);
    },
    Alias(_, node, path) {
      const anchor = node.resolve(document);
      if (anchor !== undefined && path.includes(anchor)) fault(document, 'it contains itself');
    },
  });
  return faults;
}

function shownTag(text = ''): string {
  return text.replace('tag:yaml.org,2002:', '!!');
}

/** Tags of YAML whose values JSON cannot hold. */
const odd = /^tag:yaml\.org,2002:(?:binary|set|omap|pairs|timestamp)$/;

function keyFaults(
  yaml: typeof Yaml,
  { items }: Yaml.YAMLMap,
  fault: (node: unknown, message: string) => void,
): void {
  const seen = new Set<string>();
  for (const { key } of items) {
    if (yaml.isCollection(key)) fault(key, 'a key has to be a text');
    if (!yaml.isScalar(key) || isMerge(key)) continue;
    const name = String(key.value);
    if (key.value === null) fault(key, 'a key is missing');
    else if (seen.has(name)) fault(key, 'this field appears twice');
    seen.add(name);
  }
}

function isMerge({ value, source }: Yaml.Scalar): boolean {
  return source === '<<' || typeof value === 'symbol';
}

function losesDigits({ value, source }: Yaml.Scalar): boolean {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    !Number.isSafeInteger(value) &&
    /^[-+]?\d+$/.test(source ?? '')
  );
}
