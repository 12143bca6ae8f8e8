import type { Text } from '../../core/content.ts';
import { toMs } from '../../core/durations.ts';
import { Failure } from '../../core/failures.ts';
import { agentDefaults } from '../../core/kinds/agent/defaults.ts';
import type { ApprovalRecord, ApprovalTimeout } from '../../core/kinds/agent/types.ts';
import type { ToolCall } from '../../core/model-call.ts';
import { approvalId } from '../../core/questions/listed.ts';
import type { Question } from '../../core/questions/question.ts';
import type { Outcome, StepError } from '../../core/results.ts';
import { toldOutcome, type ToolOutcome, type ToolRun } from '../../core/tools.ts';
import { beginningOf } from '../../core/unicode.ts';
import { ask } from '../runtime/ask.ts';
import { asStepError } from '../runtime/step-errors.ts';
import { pathInRun } from '../runtime/step-scope.ts';
import { withDeadline } from '../runtime/with-deadline.ts';
import { isNamed, isOffered, meantTool, policyFor } from './offered-tools.ts';
import type { AskingTurn } from './asking-turn.ts';

/** Characters of what a person is shown of a call at most. */
const longest = { args: 20_000, said: 4_000 } as const;

/** Holds the tool calls of a turn back that a person has to allow. */
export class ApprovalGate {
  readonly #turn: AskingTurn;
  readonly #said: Text;
  /** Whether there is anything that needs approval: most agents have nothing that does. */
  readonly #holdsAny: boolean;
  /** How the approvals of the turn have ended so far. */
  readonly records: ApprovalRecord[] = [];

  /** @param said what the agent said in the turn */
  constructor(turn: AskingTurn, said: Text) {
    this.#turn = turn;
    this.#said = said;
    const { spec, resources } = turn;
    const declared = resources.tools?.tools.some(({ approval }) => approval !== undefined) ?? false;
    this.#holdsAny = declared || (spec.approve ?? []).length > 0;
  }

  /** Whether a call may have to wait for a person. */
  mayHold(call: ToolCall): boolean {
    if (!this.#holdsAny) return false;
    return this.#need(meantTool(this.#turn.resources, call.name)) !== 'no';
  }

  /**
   * Waits until a call may be made.
   *
   * @returns `null`: it may; otherwise what the model is told instead. An error is a cancellation, or
   *   the end of the agent where nobody has answered.
   */
  async pass(call: ToolRun, written: string): Promise<Outcome<ToolOutcome | null>> {
    const need = this.#need(call.call.name);
    if (need === 'no' || (need === 'asked' && !(await this.#asksItself(call))))
      return { ok: true, value: null };
    const { run, scope } = this.#turn;
    const id = approvalId(pathInRun(scope, run), run.owner.run, call.key.number, call.index);
    try {
      const answered = await ask(run, scope, await this.#question(call, written), id);
      const { approved, reason, by, at, means } = answered;
      return this.#decide({ question: id, tool: call.call.name, approved, reason, by, at, means });
    } catch (error) {
      return { ok: false, error: asStepError(error, run.host, scope) };
    }
  }

  #decide(answer: Decided): Outcome<ToolOutcome | null> {
    const { approved, reason } = answer;
    const { outcome, after } = this.#timeout();
    const isLate = approved === null;
    const isApproved = approved ?? outcome === 'approve';
    this.records.push({ ...answer, approved: isApproved });
    if (isApproved) return { ok: true, value: null };
    if (isLate && outcome === 'fail')
      return { ok: false, error: this.#unanswered(answer.tool, after) };
    const why = isLate ? 'nobody answered in time' : (reason ?? 'no reason was given');
    return { ok: true, value: toldOutcome(denial(answer.tool, why), true) };
  }

  #unanswered(tool: string, after: ApprovalTimeout['after']): StepError {
    const { name } = this.#turn.spec;
    return {
      type: Failure.humanDenied,
      message: `nobody allowed '${name}' to call '${tool}' within ${String(after)}: answer sooner, or raise its approvalTimeout`,
      agentName: name,
      retryable: false,
    };
  }

  #need(name: string): 'yes' | 'no' | 'asked' {
    const { spec, resources } = this.#turn;
    const policy = policyFor(resources, name);
    if (!isOffered(resources, name)) return 'no';
    const named = spec.approve ?? [];
    if (named === 'all' || named.some((each) => isNamed(each, name, policy))) return 'yes';
    if (policy?.approval === undefined) return 'no';
    return policy.approval === true ? 'yes' : 'asked';
  }

  /** Where its tool cannot tell, a person is asked. */
  async #asksItself(call: ToolRun): Promise<boolean> {
    const { run, scope } = this.#turn;
    const told = await withDeadline(run, scope, (limit) => run.host.needsApproval(call, limit));
    return !told.ok || told.value;
  }

  async #question({ call, agentName: agent }: ToolRun, written: string): Promise<Question> {
    const { host } = this.#turn.run;
    const said = beginningOf((await host.read(this.#said)).trim(), longest.said);
    const args =
      written.length <= longest.args
        ? written
        : `${beginningOf(written, longest.args)} … (${written.length} characters in all)`;
    return {
      question: `May '${agent}' call the tool '${call.name}'?`,
      choices: [],
      timeoutMs: toMs(this.#timeout().after),
      default: null,
      assignee: null,
      approval: { agent, tool: call.name, args, said },
    };
  }

  #timeout(): ApprovalTimeout {
    return this.#turn.spec.approvalTimeout ?? agentDefaults.approvalTimeout;
  }
}

type Decided = Omit<ApprovalRecord, 'approved'> & { approved: boolean | null };

function denial(tool: string, why: string): string {
  return `a person has not allowed this call of '${tool}', and it was not made: ${why}`;
}
