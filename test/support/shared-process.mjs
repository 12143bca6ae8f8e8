/**
 * Runs commands one after the other in one process, each as `main.js` would but for the process
 * itself: told over IPC `{ words, env }`, it tells `{ status, stdout, stderr }`.
 *
 * `shared-process.mjs PROGRAM`
 */
import { pathToFileURL } from 'node:url';

const { runProgram } = await import(pathToFileURL(process.argv[2]).href);
process.setMaxListeners(0); // each command listens for signals

/** What is written to a stream from now on, in the place of writing it. */
function capture(stream) {
  let written = '';
  const { write } = stream;
  stream.write = (text, ...rest) => {
    written += text;
    rest.find((each) => typeof each === 'function')?.();
    return true;
  };
  return () => {
    stream.write = write;
    return written;
  };
}

async function run({ words, env }) {
  const before = { ...process.env };
  Object.assign(process.env, env);
  const [stdout, stderr] = [process.stdout, process.stderr].map(capture);
  const status = await runProgram(words);
  const ended = { status, stdout: stdout(), stderr: stderr() };
  for (const name of Object.keys(env)) delete process.env[name];
  Object.assign(process.env, before);
  return ended;
}

process.on('disconnect', () => process.exit()); // the tests have gone; a signal would only be told to commands
let last = Promise.resolve();
process.on('message', (job) => {
  last = last.then(async () => process.send(await run(job)));
});
