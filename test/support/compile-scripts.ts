import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { compiledScript } from './compiled-script.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const test = join(root, 'test');

/** Scripts that tests run in processes of their own. */
const scripts = [
  join(test, 'support/mortal-worker.ts'),
  ...['processes', 'bare'].flatMap((name) => typeScriptIn(join(test, 'crash', name))),
];

function typeScriptIn(place: string): string[] {
  return readdirSync(place)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(place, name));
}

/** What is in `src` is not compiled again: a process loads it from `dist`. */
const builtSources: Plugin = {
  name: 'built-sources',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.startsWith('.')) return null;
    const found = await this.resolve(source, importer, { skipSelf: true });
    const inside = found === null ? '..' : relative(join(root, 'src'), found.id);
    if (inside.startsWith('..')) return null;
    return { id: join(root, 'dist', inside.replace(/\.ts$/, '.js')), external: 'absolute' };
  },
};

/** Compiles them, once for all processes: one that compiles for itself needs a second or two more to start. */
export async function setup(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [builtSources],
    build: {
      ssr: true,
      outDir: dirname(compiledScript('')),
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: {
        input: scripts,
        external: /^(node:|[^./])/,
        output: { entryFileNames: '[name].mjs', chunkFileNames: 'shared/[name].mjs' },
      },
    },
  });
}
