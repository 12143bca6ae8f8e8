import { createInterface } from 'node:readline/promises';
import { orList } from '../../core/or-list.ts';
import type { CommandContext } from '../command.ts';
import { aborted, Interrupted } from '../interrupt.ts';
import { defaults, isTeamName, providers } from './project.ts';

/** What was given, and is not asked for. */
export interface Given {
  folder: string | undefined;
  team: string | undefined;
  provider: string | undefined;
}

interface Question {
  text: string;
  otherwise: string;
  /** What is wrong with an answer. */
  problem?: (answer: string) => string | undefined;
}

const questions: Record<keyof Given, Question> = {
  folder: { text: 'Folder of the project', otherwise: defaults.folder },
  team: {
    text: 'Name of the team',
    otherwise: defaults.team,
    problem: (answer) =>
      isTeamName(answer)
        ? undefined
        : 'lower-case letters, digits and dashes, and no ready-made team',
  },
  provider: {
    text: `Models of the fleet in docker-compose.yml (${providers.join(', ')})`,
    otherwise: defaults.provider,
    problem: (answer) =>
      providers.some((each) => each === answer) ? undefined : `one of ${orList(providers)}`,
  },
};

/** Somebody who answers. */
export interface Terminal {
  ask(text: string): Promise<string>;
  tell(line: string): void;
  close(): void;
}

/**
 * Asks for what was not given; without a terminal it is the default.
 *
 * @throws Interrupted on Ctrl-C, or where the terminal closes
 */
export async function askMissing(
  given: Given,
  terminal: Terminal | undefined,
): Promise<Record<keyof Given, string>> {
  return {
    folder: given.folder ?? (await answerTo(questions.folder, terminal)),
    team: given.team ?? (await answerTo(questions.team, terminal)),
    provider: given.provider ?? (await answerTo(questions.provider, terminal)),
  };
}

/** The terminal of a command, where there is one and somebody reads what it says. */
export function terminalOf({ output, interrupted }: CommandContext): Terminal | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY || output.json) return undefined;
  return openTerminal(interrupted);
}

function openTerminal(interrupted: AbortSignal): Terminal {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const left = new Promise<never>((_, reject) => {
    const leave = () => reject(new Interrupted());
    terminal.once('SIGINT', leave).once('close', leave);
    void aborted(interrupted).then(leave);
  });
  left.catch(() => undefined); // it closes in the end, and nobody waits any more
  return {
    ask: (text) => Promise.race([terminal.question(text), left]),
    tell: (line) => void process.stderr.write(`${line}\n`),
    close: () => terminal.close(),
  };
}

async function answerTo(
  { text, otherwise, problem }: Question,
  terminal?: Terminal,
): Promise<string> {
  if (terminal === undefined) return otherwise;
  for (;;) {
    const answer = (await terminal.ask(`${text} [${otherwise}]: `)).trim() || otherwise;
    const wrong = problem?.(answer);
    if (wrong === undefined) return answer;
    terminal.tell(`Not '${answer}': ${wrong}.`);
  }
}
