import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { queuesOf } from '../../src/core/queues.ts';
import { Closing } from '../../src/workers/closing.ts';
import { openRenewable, type Renewable } from '../../src/workers/local.ts';
import { planLocal } from '../../src/workers/local-plan.ts';
import { ModuleSources } from '../../src/workers/module-sources.ts';
import { CodeWatch } from '../../src/workers/watch-code.ts';

const closing = new Closing();
const logged: string[] = [];
let folder: string;
let registryFile: string;
let opened: Renewable;

/** A person is asked, and what is said goes through the registered function. */
const team: StepInput = {
  kind: 'pipeline',
  steps: [
    { kind: 'person', name: 'Editor' },
    {
      step: { kind: 'person', name: 'Printer', timeout: '1s', default: 'done' },
      transform: 'mark',
    },
  ],
};

function save(mark: string): void {
  writeFileSync(join(folder, 'mark.ts'), `export const sign: string = ${mark};`);
}

beforeAll(async () => {
  vi.stubEnv('DURABLE_AGENTS_SIMULATED_LATENCY', '0');
  folder = closing.add(mkdtempSync(join(tmpdir(), 'durable-agents-watch-')), (dir) =>
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  );
  registryFile = join(folder, 'reg.ts');
  save("'!'");
  writeFileSync(
    registryFile,
    "import { sign } from './mark.ts'; export const transforms = { mark: (text: string) => text + sign };",
  );
  const options = { stateDir: join(folder, 'state'), registryFile };
  const sources = new ModuleSources();
  const plan = await planLocal(options, sources);
  opened = await openRenewable(plan, options);
  closing.add(opened.client, (each) => each.close());
  const log = (line: string) => void logged.push(line);
  const watch = new CodeWatch({ options, plan, sources, renew: opened.renew, log });
  closing.add(watch, (each) => each.close());
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await closing.close();
});

/** Answers the editor of a run, and gives what the printer was handed. */
async function printed(id: string): Promise<unknown> {
  const run = opened.client.handle(id);
  await expect.poll(() => run.questions()).toHaveLength(1);
  await run.answer('yes');
  const result = (await run.result()) as unknown as { steps: { input: string }[] };
  return result.steps[1]?.input;
}

const lastLogged = () => logged.at(-1) ?? '';

it('a change is used by new runs, and open ones end with what they began with', async () => {
  const { client } = opened;
  const old = queuesOf(client.suffix).workflows;
  const before = await client.start(team, 'go');
  save("'?'");
  await expect.poll(lastLogged).toContain('Loaded again');
  expect(queuesOf(client.suffix).workflows).not.toBe(old);
  const after = await client.start(team, 'go');
  expect(await printed(after.id)).toBe('yes?');
  expect(await printed(before.id)).toBe('yes!');
  expect(client.parts.queue).not.toBe(old);
});

it('a change that does not load is told, changes nothing, and can be mended', async () => {
  const { client } = opened;
  const { suffix } = client;
  save("'oops");
  await expect
    .poll(lastLogged)
    .toMatch(/reg\.ts is not valid: it cannot be loaded[^]*Not taken over/);
  expect(client.suffix).toBe(suffix);
  expect(await printed((await client.start(team, 'go')).id)).toBe('yes?');
  save("'?'");
  await expect.poll(lastLogged).toContain('It loads again');
  const told = logged.length;
  save("'.'");
  await expect.poll(() => logged.length).toBe(told + 1);
  expect(lastLogged()).toContain('Loaded again');
  expect(await printed((await client.start(team, 'go')).id)).toBe('yes.');
});

it('what is as it was before is served by the workers that still do', async () => {
  const { client } = opened;
  const { suffix } = client;
  const open = await client.start(team, 'go');
  save("'#'");
  await expect.poll(() => client.suffix).not.toBe(suffix);
  save("'.'");
  await expect.poll(() => client.suffix).toBe(suffix);
  expect(await printed(open.id)).toBe('yes.');
});
