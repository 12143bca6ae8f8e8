/**
 * A script in the user's folder: runs modules and commands one after the other in one process, and
 * writes to the file named last what each has printed and how it ended.
 *
 * `runner.mjs PROGRAM JOBS RESULTS`, JOBS being a file with `[{ module } | { words }]`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [program, jobs, results] = process.argv.slice(2);
const { runProgram } = await import(pathToFileURL(program).href);
const write = process.stdout.write.bind(process.stdout);

async function run({ module, words }) {
  let printed = '';
  process.stdout.write = (text, ...rest) => {
    printed += text;
    rest.find((each) => typeof each === 'function')?.();
    return true;
  };
  try {
    const status = words
      ? await runProgram(words)
      : void (await import(pathToFileURL(module).href));
    return { printed, status: status ?? 0, error: null };
  } catch (error) {
    return { printed, status: null, error: String(error?.stack ?? error) };
  } finally {
    process.stdout.write = write;
  }
}

const done = [];
for (const job of JSON.parse(readFileSync(jobs, 'utf8'))) done.push(await run(job));
writeFileSync(results, JSON.stringify(done));
// a module that failed has closed nothing, and would be waited for
if (done.some(({ error }) => error !== null)) process.exit();
