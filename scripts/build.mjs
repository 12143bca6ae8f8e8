// Compiles src/ to dist/ and bundles the workflows once, so that no worker bundles at start.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { replaceFolder } from './replace-folder.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

// Commands that run, here or in another process, go on reading the old dist/ until the new is done.
await replaceFolder(`${root}dist`, async (dist) => {
  compile(dist);
  const { bundleWorkflows } = await import(`${dist}/workers/bundle-workflows.js`);
  const workflowsPath = `${dist}/workflows/workflows.js`;
  writeFileSync(`${dist}/workflow-bundle.js`, await bundleWorkflows({ workflowsPath }));
  const debug = await bundleWorkflows({ workflowsPath, stacks: true });
  writeFileSync(`${dist}/workflow-bundle.stacks.js`, debug);
  chmodSync(dist, 0o755);
});

function compile(dist) {
  const tsc = require.resolve('typescript/package.json').replace(/package\.json$/, 'bin/tsc');
  const args = [tsc, '-p', `${root}tsconfig.build.json`, '--outDir', dist];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
  if (existsSync(`${dist}/cli/main.js`)) chmodSync(`${dist}/cli/main.js`, 0o755);
}
