import { afterAll, beforeAll } from 'vitest';

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
