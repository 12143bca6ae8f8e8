import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The arguments with which this Node runs a script that lies beside the caller: compiled code as
 * it is, TypeScript source through tsx.
 *
 * @param name the file's name without an ending
 * @param base the caller's `import.meta.url`
 */
export function nodeScript(name: string, base: string): string[] {
  const ending = extname(fileURLToPath(base));
  const script = fileURLToPath(new URL(`./${name}${ending}`, base));
  if (ending !== '.ts') return [script];
  return ['--import', pathToFileURL(createRequire(base).resolve('tsx')).href, script];
}
