/** Where a document that a page shows differs in its shape from one that was printed. */
export function differences(shown: unknown, printed: unknown, path = ''): string[] {
  if (shown === null || printed === null) return [];
  if (Array.isArray(shown) && Array.isArray(printed)) {
    return shown.flatMap((each, at) =>
      at < printed.length ? differences(each, printed[at], `${path}[${at}]`) : [],
    );
  }
  if (isObject(shown) && isObject(printed)) return ofObjects(shown, printed, path);
  return typeof shown === typeof printed ? [] : [`${path} is a ${typeof printed}`];
}

type Fields = Record<string, unknown>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ofObjects(shown: Fields, printed: Fields, path: string): string[] {
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  return [
    ...Object.keys(printed).flatMap((key) => (key in shown ? [] : [`${at(key)} is missing`])),
    ...Object.keys(shown).flatMap((key) =>
      key in printed ? differences(shown[key], printed[key], at(key)) : [`${at(key)} is gone`],
    ),
  ];
}
