/**
 * A script: `sdk-download-main <program> <folder>`. The SDK has no way to download without a start,
 * so a server is started and stopped. Exits 1 when no byte has come for `stallMs`.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';

const stallMs = 15_000;

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

function endWhenStalled(folder: string): NodeJS.Timeout {
  let seen = { bytes: 0, at: Date.now() };
  return setInterval(() => {
    const bytes = bytesIn(folder);
    if (bytes !== seen.bytes) seen = { bytes, at: Date.now() };
    if (Date.now() - seen.at > stallMs) end(`no data for ${stallMs / 1000} s`);
  }, 500);
}

function end(problem: string): never {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

async function download(program: string, downloadDir: string): Promise<void> {
  const server = { executable: { type: 'cached-download' as const, downloadDir } };
  const environment =
    program === 'temporal'
      ? await TestWorkflowEnvironment.createLocal({ server })
      : await TestWorkflowEnvironment.createTimeSkipping({ server });
  await environment.teardown();
}

const [program = '', folder = ''] = process.argv.slice(2);
const watch = endWhenStalled(folder);
try {
  await download(program, folder);
} catch (error) {
  end(
    String(error)
      .replaceAll(/ for url \(\S*\)/g, '')
      .replaceAll('\n', ' '),
  );
}
clearInterval(watch);
