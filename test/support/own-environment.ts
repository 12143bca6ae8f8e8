import { afterAll, beforeAll, expect } from 'vitest';
import { randomNumbers, wrapReplies } from './tolerated-shapes.ts';

// Test files share processes: each one gets its environment and its folder as they were.

let environment: NodeJS.ProcessEnv;
let folder: string;

beforeAll(() => {
  environment = { ...process.env };
  folder = process.cwd();
});

afterAll(() => {
  for (const name of Object.keys(process.env)) {
    if (environment[name] === undefined) delete process.env[name];
  }
  Object.assign(process.env, environment);
  process.chdir(folder);
});

// SHAPES=1 (or a seed) npm test: no test may depend on clean replies.

const seed = Number(process.env['SHAPES'] ?? 0);

/** They are about the replies of the scripted server themselves. */
const aboutShapes = /model-server|servers\.test|providers\/(?:replies|usage)/;

const shared = globalThis as { repliesAreWrapped?: { on: boolean } };

if (seed > 0) {
  if (shared.repliesAreWrapped === undefined) {
    const chosen = seed === 1 ? Math.floor(Math.random() * 1e9) : seed;
    process.stderr.write(`replies are wrapped in shapes: SHAPES=${chosen} does it again\n`);
    const random = randomNumbers(chosen);
    const wrapped = { on: true };
    shared.repliesAreWrapped = wrapped;
    wrapReplies(() => (wrapped.on ? random() : 1));
  }
  shared.repliesAreWrapped.on = !aboutShapes.test(expect.getState().testPath ?? '');
}
