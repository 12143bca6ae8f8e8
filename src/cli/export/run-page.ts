import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Failure, failure } from '../../core/failures.ts';
import type { RunDocument } from './run-document.ts';

/** The studio's page in one file, in which the data of a run has its place. */
const builtPage = new URL('../../studio/export.html', import.meta.url);

/** Where the data goes. */
const place = /(<script type="application\/json" id="run-data">)[^<]*(<\/script>)/;

/**
 * The run's page of the studio in one file that opens from disk, with its data in it.
 *
 * @param page the built page. Default: the package's own
 * @throws `Worker.Unconfigured` when this build has none
 */
export async function runPage(document: RunDocument, page: URL = builtPage): Promise<string> {
  const template = await readFile(page, 'utf8').catch((error: unknown) => {
    throw noPage(page, error);
  });
  if (!place.test(template)) throw noPage(page);
  return template.replace(
    place,
    (_, begin: string, end: string) => `${begin}${scriptJson(document)}${end}`,
  );
}

/** JSON that can end no element: whatever a model has written stands in it as data. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function noPage(page: URL, cause?: unknown) {
  const file = fileURLToPath(page);
  const what = cause === undefined ? 'has no place for the data of a run' : 'cannot be read';
  const message = `the studio's page for exported runs ${what} (${file}): build the package with 'npm run build', or export as md or json`;
  return failure(Failure.workerUnconfigured, message, cause instanceof Error ? { cause } : {});
}
