import { createInterface } from 'node:readline/promises';
import { visible } from '../core/visible.ts';
import { inWords } from '../workers/trust/questions.ts';
import type { ServingOptions } from './command.ts';
import { Interrupted } from './interrupt.ts';

/**
 * Asks on a terminal whether the configuration that lies in this folder may do what it does, once
 * for each thing. Without a terminal nothing is asked, and whoever reads it refuses it.
 */
export async function askTrust({ config, trust }: ServingOptions): Promise<void> {
  if (trust || !process.stdin.isTTY || !process.stderr.isTTY) return;
  const { findOpenQuestions } = await import('../workers/config-file.ts');
  const found = findOpenQuestions(config);
  if (found === undefined) return;
  const { path, questions, all } = found;
  const lines = questions.map((question) => `  - ${visible(inWords(question))}`);
  process.stderr.write(`${path}, in this folder:\n${lines.join('\n')}\n`);
  if (!(await isYes())) return;
  const { keepYes } = await import('../workers/trust/kept-answers.ts');
  keepYes(path, all);
}

/** @throws Interrupted on Ctrl-C */
async function isYes(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const interrupted = new Promise<never>((_, reject) =>
      terminal.once('SIGINT', () => reject(new Interrupted())),
    );
    const stopped = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    const question = 'Is that what you want? It is remembered for this folder. [y/N] ';
    const answer = await Promise.race([terminal.question(question), stopped, interrupted]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
