import { messageOf } from '../core/error-words.ts';

// User code (registered tools and functions) runs in the process of a command, whose stdout is for the
// answer alone, and whose end is the command's.

const { stdout, stderr } = process;

/** How stdout is written to; from `keepProcess` on, in a way that user code has no part in. */
let writeToStdout = (text: string, done: () => void) => stdout.write(text, done);

/** Ends the process; user code cannot. */
export const endProcess: (status: number) => never = process.exit.bind(process);

/** Whoever reads us has gone, as `head` does, or the terminal has closed: the work goes on. */
const readerGone: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO']);

/** Keeps stdout and the process for the command, whatever user code does. */
export function keepProcess(): void {
  const write = stdout.write.bind(stdout);
  writeToStdout = (text, done) => write(text, done);
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (readerGone.has(error.code)) return;
    note(`the answer could not be written: ${messageOf(error)}`);
    endProcess(1);
  });
  stderr.on('error', () => undefined); // nobody can be told
  stdout.write = toStderr;
  process.on('uncaughtException', (error) => note(`${uncaught}: ${inFull(error)}`));
  process.on('unhandledRejection', (reason) => note(`${uncaught}: ${inFull(reason)}`));
  process.exit = (status) => {
    throw new Error(
      `process.exit(${status ?? ''}) was called: code that is registered cannot end the command that runs it`,
    );
  };
}

/** Writes to stdout; resolves when the text has left this process: an exit right after would cut a long one off. */
export function writeAnswer(text: string): Promise<void> {
  return new Promise((resolve) => writeToStdout(text, () => resolve()));
}

const uncaught =
  'an error that nobody has caught, most likely in a registered tool or function; the work goes on';

function note(line: string): void {
  stderr.write(`${line}\n`);
}

/** With its stack, which leads to the code that has forgotten it. */
function inFull(thrown: unknown): string {
  return thrown instanceof Error && thrown.stack ? thrown.stack : messageOf(thrown);
}

type Done = (error?: Error | null) => void;

/** Never asks for a pause: stdout's own `drain` would not come. */
function toStderr(chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): true {
  if (typeof encoding === 'function') stderr.write(chunk, encoding);
  else stderr.write(chunk, encoding, done);
  return true;
}
