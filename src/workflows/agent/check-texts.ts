import type { Text } from '../../core/content.ts';
import { Failure } from '../../core/failures.ts';
import type { Outcome, StepError } from '../../core/results.ts';
import { appendExchange } from '../runtime/team-thread.ts';
import { withDeadline } from '../runtime/with-deadline.ts';
import type { Doing, LoopState } from './loop-state.ts';

/** What an agent is asked, as its checks leave it. */
export async function checkInput<T>({ task, checks }: Doing<T>): Promise<Outcome<Text>> {
  const passed = await checks.pass({ when: 'input', text: task.input, place: '' });
  if (!passed.ok) return passed;
  if (!passed.value.sentBack) return { ok: true, value: passed.value.text };
  const { check, reason } = passed.value;
  const { name } = task.spec;
  const error: StepError = {
    type: Failure.checkRefused,
    message: `the check '${check}' does not let '${name}' answer what it is asked: ${reason}`,
    agentName: name,
    retryable: false,
    details: { check, reason },
  };
  return { ok: false, error };
}

/** An answer that may be used, with what was read from it; or why it goes back to its agent. */
type CheckedAnswer<T> =
  | { sentBack: true; reason: string }
  | { sentBack: false; text: Text; value: T | null };

/** Has an agent's answer checked. What a check has made of it has to be an answer of the agent's form too. */
export async function checkAnswer<T>(
  doing: Doing<T>,
  { record, asked }: LoopState,
  answer: { text: Text; value: T | null },
): Promise<Outcome<CheckedAnswer<T>>> {
  const { checks, task } = doing;
  const material = { text: answer.text, place: `${record.turns}`, asked: asked ?? task.input };
  const passed = await checks.pass({ when: 'output', ...material });
  if (!passed.ok) return passed;
  if (passed.value.sentBack) return { ok: true, value: passed.value };
  const { text, isRewritten } = passed.value;
  const read = isRewritten
    ? await readAgain(doing, text)
    : { ok: true as const, value: answer.value };
  if (!read.ok) return read;
  const { thread } = task.spec;
  // a thread has what got past the checks, and nothing else
  const said = { input: asked ?? task.input, answer: text };
  const kept: Outcome<null> =
    thread === null
      ? { ok: true, value: null }
      : await appendExchange(doing.run, doing.scope, { thread, ...said });
  return kept.ok ? { ok: true, value: { sentBack: false, text, value: read.value } } : kept;
}

async function readAgain<T>(
  { task, run, scope }: Doing<T>,
  text: Text,
): Promise<Outcome<T | null>> {
  const { spec, read } = task;
  const { output, name: agentName } = spec;
  if (output !== null) {
    const checked = await withDeadline(run, scope, (limit) =>
      run.host.outputProblem({ text, output, agentName }, limit),
    );
    if (!checked.ok) return checked;
    if (checked.value !== null) return { ok: false, error: misfit(agentName, checked.value) };
  }
  if (read === null) return { ok: true, value: null };
  const content = await withDeadline(run, scope, () => run.host.read(text));
  if (!content.ok) return content;
  const again = read(content.value);
  return again.ok ? again : { ok: false, error: misfit(agentName, again.reason) };
}

function misfit(agentName: string, reason: string): StepError {
  const message = `a check has rewritten the answer of '${agentName}' to what is not of its form: ${reason}`;
  return { type: Failure.replyUnusable, message, agentName, retryable: false };
}
