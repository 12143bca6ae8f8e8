import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** A file of the studio, as it is served. */
export interface StudioFile {
  /** From the root: `/assets/index-1a2b3c4d.js`. */
  path: string;
  body: Buffer<ArrayBuffer>;
  type: string;
  /** Whether another content has another name. */
  isHashed: boolean;
}

/** Where the built studio lies, wherever this file runs from; `undefined`: it is not built. */
function studioFolder(): string | undefined {
  return ['../studio', '../../dist/studio']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find(
      (folder) =>
        existsSync(join(folder, 'index.html')) && !existsSync(join(folder, 'tsconfig.json')),
    );
}

/**
 * The files of the studio, all of them in memory: nothing else of this machine can be asked for,
 * whatever an address says.
 */
export function readStudio(folder: string | undefined = studioFolder()): StudioFile[] {
  if (folder === undefined) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile() && types[extname(path)] !== undefined);
  return paths.map((path) => ({
    path: `/${relative(folder, path).split(sep).join('/')}`,
    body: readFileSync(path),
    type: types[extname(path)] ?? '',
    isHashed: /[-.][\w-]{8,}\.\w+$/.test(path) && path.includes(`${sep}assets${sep}`),
  }));
}

/** How a file may be kept by who asked for it. */
export function fileAnswer({ body, type, isHashed }: StudioFile): Response {
  const kept = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
  return new Response(body, { headers: { 'content-type': type, 'cache-control': kept } });
}

/** The addresses of the studio's files: the page itself is at `/`, and at `/studio` too. */
export function studioAddresses(files: readonly StudioFile[]): [string, StudioFile][] {
  return files.flatMap((file): [string, StudioFile][] =>
    file.path === '/index.html'
      ? [file.path, '/', '/studio'].map((path) => [path, file])
      : [[file.path, file]],
  );
}
