// Runs the crash suite: at a tenth of the scale, or with `--full` at the whole. Other arguments go to vitest.
import { spawnSync } from 'node:child_process';

const words = process.argv.slice(2);
const rest = words.filter((word) => word !== '--full');
const scale = rest.length < words.length ? 'full' : 'tenth';
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'crash', ...rest], {
  stdio: 'inherit',
  env: { ...process.env, CRASH_SCALE: scale },
});
process.exitCode = status ?? 1;
