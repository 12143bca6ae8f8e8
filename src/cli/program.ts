import { readFileSync } from 'node:fs';
import { Command as Commander, CommanderError } from 'commander';
import { addCommands, type Load } from './commands.ts';
import { ExitStatus } from './exit-status.ts';
import { Interrupted, interruption } from './interrupt.ts';
import { Output } from './output.ts';

/**
 * Runs a command line.
 *
 * @param words without `node` and the script
 * @returns the exit status
 */
export async function runProgram(words: readonly string[]): Promise<ExitStatus> {
  const output = new Output(words.includes('--json'));
  const written = { out: '', err: '' };
  let status: ExitStatus = ExitStatus.success;
  const program = newProgram(written);
  addCommands(program, async (load, options) => {
    status = await runCommand(load, options, output);
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return await answerUsage(error, written, output);
  }
}

interface Written {
  out: string;
  err: string;
}

function newProgram(written: Written): Commander {
  return new Commander('durable-agents')
    .description('Agents that research, write, argue and agree, as durable Temporal workflows')
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void (written.out += text),
      writeErr: (text) => void (written.err += text),
    });
}

async function runCommand<O>(load: Load<O>, options: O, output: Output): Promise<ExitStatus> {
  const interrupted = interruption();
  try {
    const command = await load();
    return await command(options, { output, interrupted });
  } catch (error) {
    if (error instanceof Interrupted) return await answerInterrupted(output);
    const { failureAnswer } = await import('./failure-answer.ts');
    const { document, text, status } = failureAnswer(error);
    if (output.json) await output.answer({ document, text });
    else output.note(text);
    return status;
  }
}

async function answerInterrupted(output: Output): Promise<ExitStatus> {
  const document = { success: null, id: null, status: 'notStarted', resume: null, url: null };
  output.note('Interrupted before anything was started.');
  if (output.json) await output.answer({ document, text: '' });
  return ExitStatus.interrupted;
}

/** Commander's own ends: help, the version, and words that it does not understand. */
async function answerUsage(
  { exitCode, message, code }: CommanderError,
  { out, err }: Written,
  output: Output,
): Promise<ExitStatus> {
  if (exitCode === 0) {
    await output.answer({ document: { success: true, help: out }, text: out });
    return ExitStatus.success;
  }
  const reason = code === 'commander.help' ? 'name a command' : message.replace(/^error: /, '');
  const error = { type: 'Input.Invalid', message: reason, retryable: false, details: null };
  if (output.json) await output.answer({ document: { success: false, error }, text: reason });
  else output.note(err.trimEnd());
  return ExitStatus.refused;
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
