// Builds src/studio into a folder: the page that the service serves, and export.html, the same page of
// one run in one file. `node scripts/build-studio.mjs` alone builds it anew in dist/studio.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { replaceFolder } from './replace-folder.mjs';

const root = fileURLToPath(new URL('../src/studio/', import.meta.url));

/** @param {string} folder where it is put; what is there goes */
export async function buildStudio(folder) {
  await bundle({ outDir: folder, rollupOptions: { input: `${root}index.html` } });
  const { output } = await bundle({
    write: false,
    cssCodeSplit: false,
    rollupOptions: { input: `${root}export.tsx`, output: { format: 'iife' } },
  });
  writeFileSync(join(folder, 'export.html'), onePage(output));
}

/** @param {import('vite').BuildOptions} options */
function bundle(options) {
  return build({
    root,
    base: './', // it may be served below any address
    configFile: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      target: 'es2022',
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // the first with light-dark()
      emptyOutDir: true,
      modulePreload: false, // one script; and its polyfill is code that nothing needs
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      ...options,
    },
  });
}

/**
 * The template of an export with its script and style inside; nothing else may run in it. The hashes
 * are of every character between the tags, so that nothing stands around them.
 */
function onePage(output) {
  const script = inScript(output.find(({ type }) => type === 'chunk').code);
  const style = output.find(({ fileName }) => fileName.endsWith('.css')).source.toString();
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts = { POLICY: policy, STYLE: style, SCRIPT: script };
  return readFileSync(`${root}export.html`, 'utf8').replaceAll(
    /\s*%(POLICY|STYLE|SCRIPT)%\s*/g,
    (_, part) => parts[part],
  );
}

/** Script that stands in a page: nothing in it may end it. */
const inScript = (code) => code.replaceAll(/<(?=\/script|!--)/gi, '\\x3C').trim();

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await buildAlone(fileURLToPath(new URL('../dist/', import.meta.url)));

async function buildAlone(dist) {
  mkdirSync(dist, { recursive: true });
  await replaceFolder(join(dist, 'studio'), buildStudio);
}
