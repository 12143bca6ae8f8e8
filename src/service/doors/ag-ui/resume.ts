import type { ResumeEntry, RunAgentInput } from '@ag-ui/core';
import type { RunHandle } from '../../../client/runs/run-handle.ts';
import { invalidInput } from '../../../core/parse-input.ts';
import type { WaitingQuestion } from '../../../core/questions/question.ts';
import { type Caller, visibleRun } from '../../caller.ts';
import type { Service } from '../../service.ts';
import { lastAsked } from './conversation.ts';
import { type GivenResponse, readResponse } from './interrupts.ts';
import { type Interrupted, isOfThread, readInterruptId, shortHash } from './run-ids.ts';

/** An AG-UI run that goes on with one of ours. */
export interface Resumed {
  handle: RunHandle;
  after: string;
  asked: string;
  /** What is wrong with some of the answers, and kept none of the others from being given. */
  warnings: string[];
}

interface Resuming {
  service: Service;
  caller: Caller;
  team: string;
  input: RunAgentInput;
}

/** An answer, and the interrupt that it is to. */
type Entry = Interrupted & { entry: ResumeEntry };

/**
 * Gives the answers of a resuming AG-UI run to the run that waits for them.
 *
 * @returns the run that goes on; `null`: none does, as what was asked is abandoned and something else
 *   is asked now
 * @throws `Input.Invalid` where no entry answers an interrupt of this thread, or one answers nothing
 */
export async function resume(resuming: Resuming): Promise<Resumed | null> {
  const { service, caller, input } = resuming;
  const [entries, strange] = entriesOf(resuming);
  const [first] = entries;
  if (first === undefined) throw noInterrupt(input.resume ?? []);
  const { handle } = await visibleRun(service, caller, first.run);
  const waiting = new Map((await handle.questions()).map((each) => [each.id, each]));
  const given = entries.map((entry) => responseTo(entry, waiting.get(entry.question)));
  if (given.some(({ is }) => is === 'abandoned')) {
    await handle.cancel();
    if (asksAnew(input, first)) return null;
  }
  const by = caller.user ?? undefined;
  for (const each of given) if (each.is === 'given') await answer(handle, each, by);
  const late = given.flatMap((each) => (each.is === 'late' ? [each.warning] : []));
  return { handle, after: first.cursor, asked: first.asked, warnings: [...strange, ...late] };
}

/** The entries that answer one run of this thread, and what is wrong with the others. */
function entriesOf({ team, caller, input }: Resuming): [Entry[], string[]] {
  const read = (input.resume ?? []).map((entry) => {
    const interrupt = readInterruptId(entry.interruptId);
    const isOurs = interrupt !== null && isOfThread(interrupt.run, team, caller, input);
    return { entry, interrupt: isOurs ? interrupt : null };
  });
  const run = read.find(({ interrupt }) => interrupt !== null)?.interrupt?.run;
  const entries = read.flatMap(({ entry, interrupt }) =>
    interrupt !== null && interrupt.run === run ? [{ ...interrupt, entry }] : [],
  );
  const known = new Set(entries.map(({ entry }) => entry));
  const strange = read
    .filter(({ entry }) => !known.has(entry))
    .map(({ entry }) => `there is no interrupt '${entry.interruptId}' in this thread`);
  return [entries, strange];
}

type Response =
  | { is: 'given'; question: string; response: GivenResponse }
  | { is: 'abandoned' }
  | { is: 'late'; warning: string };

function responseTo({ question, entry }: Entry, waiting: WaitingQuestion | undefined): Response {
  if (waiting === undefined)
    return { is: 'late', warning: `the question '${question}' does not wait any more` };
  const response = readResponse(entry, waiting);
  return response === null ? { is: 'abandoned' } : { is: 'given', question, response };
}

async function answer(
  handle: RunHandle,
  { question, response }: Response & { is: 'given' },
  by: string | undefined,
): Promise<void> {
  if ('answer' in response) await handle.answer(response.answer, { question, by });
  else if (response.approve) await handle.approve({ question, by, reason: response.reason });
  else await handle.deny({ question, by, reason: response.reason });
}

/** Whether the user has said something since the run was begun that is interrupted. */
function asksAnew({ messages }: RunAgentInput, { asked }: Interrupted): boolean {
  const last = lastAsked(messages);
  return last !== undefined && shortHash(last.id) !== asked;
}

function noInterrupt(entries: readonly ResumeEntry[]) {
  const problems = entries.map((_, at) => ({
    path: `resume[${at}].interruptId`,
    message: 'there is no such interrupt in this thread: give the id that RUN_FINISHED has told',
  }));
  return invalidInput('the run', problems);
}
