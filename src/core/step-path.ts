// Where a step stands in its run: `1-Analysts/Market analyst`; '' is the run's own step. What the
// elements look like, each kind says in its `paths.ts`; how they are put together is said here.

const separator = '/';

/** A path below another one, which may be '', or the id of a run. */
export function joinPath(path: string, element: string): string {
  return path === '' || element === '' ? `${path}${element}` : `${path}${separator}${element}`;
}

/** The elements of a path, the outermost first; none of ''. */
export function splitPath(path: string): string[] {
  return path === '' ? [] : path.split(separator);
}

/** The paths that a path is below, the innermost first and '' last; none for ''. */
export function pathsAround(path: string): string[] {
  const elements = splitPath(path);
  return elements.map((_, index) => elements.slice(0, -1 - index).join(separator));
}

/** The path inside a step; `null` for a path that is not below it. */
export function pathInside(path: string, step: string): string | null {
  if (step === '') return path === '' ? null : path;
  return path.startsWith(`${step}${separator}`) ? path.slice(step.length + 1) : null;
}

/** Whether a path is that of a step, or below it. */
export function isWithin(path: string, step: string): boolean {
  return path === step || pathInside(path, step) !== null;
}
