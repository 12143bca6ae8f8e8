// Compiles src/ to dist/, bundles the workflows once, so that no worker bundles at start, and builds the
// studio.
// `--if-stale`: only where a source is newer than dist/.
// `--if-possible`: only where the compiler is installed, as it is not without development dependencies.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildStudio } from './build-studio.mjs';
import { replaceFolder } from './replace-folder.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

const asked = (flag) => process.argv.includes(flag);

if ((!asked('--if-stale') || isStale()) && (!asked('--if-possible') || canBuild())) {
  // Commands that run, here or in another process, go on reading the old dist/ until the new is done.
  await replaceFolder(`${root}dist`, async (dist) => {
    compile(dist);
    cpSync(`${root}src/cli/init/template`, `${dist}/cli/init/template`, { recursive: true });
    const { bundleWorkflows } = await import(`${dist}/workers/bundle-workflows.js`);
    const { warn, error } = console;
    const logger = { log() {}, trace() {}, debug() {}, info() {}, warn, error };
    const options = { workflowsPath: `${dist}/workflows/workflows.js`, logger };
    writeFileSync(`${dist}/workflow-bundle.stacks.js`, await bundleWorkflows(options, true));
    writeFileSync(`${dist}/workflow-bundle.js`, await bundleWorkflows(options, false));
    await buildStudio(`${dist}/studio`);
    chmodSync(dist, 0o755);
  });
}

function canBuild() {
  return ['typescript', 'vite'].every((tool) => existsSync(`${root}node_modules/${tool}`));
}

/** Folders count too: theirs is the time of the last file that was added or deleted. */
function isStale() {
  const built = `${root}dist/workflow-bundle.js`;
  if (!existsSync(built)) return true;
  const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).map(
    (path) => `src/${path}`,
  );
  const scripts = ['scripts/build.mjs', 'scripts/build-studio.mjs'];
  const inputs = [...sources, 'src', 'tsconfig.json', 'tsconfig.build.json', ...scripts];
  const since = statSync(built).mtimeMs;
  return inputs.some((path) => statSync(`${root}${path}`).mtimeMs > since);
}

function compile(dist) {
  const tsc = require.resolve('typescript/package.json').replace(/package\.json$/, 'bin/tsc');
  const args = [tsc, '-p', `${root}tsconfig.build.json`, '--outDir', dist];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
  if (existsSync(`${dist}/cli/main.js`)) chmodSync(`${dist}/cli/main.js`, 0o755);
}
