import { type Command, ExitStatus } from './command.ts';
import { commands } from './commands/index.ts';
import { findCommand } from './find-command.ts';
import { helpOf, overview } from './help.ts';
import { Interrupted, interruption } from './interrupt.ts';
import { Output } from './output.ts';
import { version } from '../version.ts';
import { readUsage } from './usage.ts';

/**
 * Runs a command line.
 *
 * @param words without `node` and the script
 * @returns the exit status
 */
export async function runProgram(words: readonly string[]): Promise<ExitStatus> {
  const output = new Output(words.includes('--json'), words.includes('--quiet'));
  const called = findCommand(commands, words);
  switch (called.is) {
    case 'version':
      return await answerHelp(version(), output);
    case 'overview': {
      const text = overview(called.commands, called.group);
      if (called.asked) return await answerHelp(text, output);
      return await refuseUsage(['name a command'], text, output);
    }
    case 'unknown':
      return await refuseUsage([called.problem], "'durable-agents --help' says more", output);
    case 'command':
      return await useCommand(called.command, called.words, output);
  }
}

async function useCommand(
  command: Command,
  words: readonly string[],
  output: Output,
): Promise<ExitStatus> {
  const usage = readUsage(command, words);
  switch (usage.is) {
    case 'help':
      return await answerHelp(helpOf(command), output);
    case 'wrong': {
      const more = `'durable-agents ${command.name} --help' says more`;
      return await refuseUsage(usage.problems, more, output);
    }
    case 'options':
      return await runCommand(command, usage.options, output);
  }
}

async function runCommand(command: Command, options: object, output: Output): Promise<ExitStatus> {
  const interrupted = interruption();
  try {
    return await command.run(options as never, { output, interrupted });
  } catch (error) {
    if (error instanceof Interrupted) return await answerInterrupted(output);
    const { failureAnswer } = await import('./failure-answer.ts');
    const { document, text, status } = failureAnswer(error);
    if (output.json) await output.answer({ document, text });
    else output.problem(text);
    return status;
  }
}

async function answerInterrupted(output: Output): Promise<ExitStatus> {
  const document = { success: null, id: null, status: 'notStarted', resume: null, url: null };
  output.note('Interrupted before anything was started.');
  if (output.json) await output.answer({ document, text: '' });
  return ExitStatus.interrupted;
}

async function answerHelp(text: string, output: Output): Promise<ExitStatus> {
  await output.answer({ document: { success: true, help: text }, text });
  return ExitStatus.success;
}

/** @param more where to look, for people */
async function refuseUsage(
  problems: readonly string[],
  more: string,
  output: Output,
): Promise<ExitStatus> {
  const message = problems.join('\n');
  const error = { type: 'Input.Invalid', message, retryable: false, details: null };
  if (output.json) await output.answer({ document: { success: false, error }, text: message });
  else output.problem(`${message}\n${more}`);
  return ExitStatus.refused;
}
