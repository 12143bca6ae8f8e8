import { bytesOf, type Text } from '../../core/content.ts';
import { Failure, failure } from '../../core/failures.ts';
import { checkElement } from '../../core/kinds/agent/check-paths.ts';
import * as prompts from '../../core/kinds/agent/check-prompts.ts';
import type { CheckedPlace, CheckRecord } from '../../core/kinds/agent/check-types.ts';
import {
  asVerdict,
  type Verdict,
  verdictJsonSchema,
  verdictOf,
  verdictProblems,
  verdictReplyForm,
} from '../../core/kinds/agent/check-verdict.ts';
import type { AgentSpec, CheckSpec } from '../../core/kinds/agent/types.ts';
import { replyText } from '../../core/reply.ts';
import { type Outcome, spendingOf, type StepError } from '../../core/results.ts';
import type { ToolPolicy } from '../../core/tools.ts';
import { addSpending, nothingSpent, type Spending } from '../../core/usage.ts';
import type { AgentLoop } from '../runtime/agent-task.ts';
import { askAgent } from '../runtime/ask-agent.ts';
import { offload } from '../runtime/offload.ts';
import { jsonOf } from '../runtime/read-reply.ts';
import type { RunContext } from '../runtime/run-context.ts';
import { asStepError, startBlocker } from '../runtime/step-errors.ts';
import { pathInRun, scopeInside, type StepScope } from '../runtime/step-scope.ts';
import { withDeadline } from '../runtime/with-deadline.ts';
import { isNamed } from './offered-tools.ts';

/** A text that is to get past the checks of its place. */
interface Material {
  when: CheckSpec['when'];
  text: Text;
  /** Tells it from the other texts of its kind: a turn, or a turn and a call of it; '': there is one. */
  place: string;
  /** Left out: it is not about a tool. */
  tool?: { name: string; policy: ToolPolicy | undefined };
  /** What the agent was asked; left out: the text is that itself. */
  asked?: Text;
}

/** How a text got past its checks: as it was, as another one, or not, as it was sent back. */
type Passed = { sentBack: false; text: Text; isRewritten: boolean } | SentBack;
interface SentBack {
  sentBack: true;
  check: string;
  reason: string;
}

/** Bytes that a text may have which a check has written. */
const longestRewrite = 1_000_000;

/** Makes the checks of an agent, one after another: each sees what the one before has made of the text. */
export class AgentChecks {
  readonly #run: RunContext;
  readonly #scope: StepScope;
  readonly #spec: AgentSpec;
  readonly #agentLoop: AgentLoop;
  /** Those made since they were last taken. */
  #records: CheckRecord[] = [];
  #spent: Spending = nothingSpent;

  constructor(
    at: { run: RunContext; scope: StepScope; spec: AgentSpec },
    /** How an agent that checks is asked. */
    agentLoop: AgentLoop,
  ) {
    this.#run = at.run;
    this.#scope = at.scope;
    this.#spec = at.spec;
    this.#agentLoop = agentLoop;
  }

  /** Whether there is anything to get past in one of these places. */
  covers(...places: Material['when'][]): boolean {
    return (this.#spec.checks ?? []).some(({ when }) => places.includes(when));
  }

  /** What was made since the last time, and what it has cost. */
  take(): { records: CheckRecord[]; spent: Spending } {
    const taken = { records: this.#records, spent: this.#spent };
    this.#records = [];
    this.#spent = nothingSpent;
    return taken;
  }

  /** An error is the end of the agent: a check has stopped the run, or could not be made. */
  async pass(material: Material): Promise<Outcome<Passed>> {
    let { text } = material;
    let isRewritten = false;
    for (const [index, check] of (this.#spec.checks ?? []).entries()) {
      if (!concerns(check, material)) continue;
      const element = checkElement(index, material.when, material.place);
      const at = scopeInside(this.#scope, { name: check.name }, { path: element });
      const made = await this.#make(check, { ...material, text }, at);
      if (!made.ok) return made;
      const { decision, reason, text: written } = made.value;
      this.#note(check, made.value, material);
      if (decision === 'stop') return this.#stop(check, reason ?? '');
      if (decision === 'sendBack')
        return { ok: true, value: { sentBack: true, check: check.name, reason: reason ?? '' } };
      if (written === null) continue;
      const kept = await this.#keep(written, at);
      if (!kept.ok) return kept;
      text = kept.value;
      isRewritten = true;
    }
    return { ok: true, value: { sentBack: false, text, isRewritten } };
  }

  /** What could not be checked does not pass. */
  async #make(check: CheckSpec, material: Material, at: StepScope): Promise<Outcome<Verdict>> {
    const blocker = startBlocker(this.#scope);
    if (blocker !== undefined) return { ok: false, error: blocker };
    const made =
      'agent' in check.by
        ? await this.#ask(check.by.agent, material, at)
        : await this.#call(check.by.function, material, at);
    return made.ok ? made : { ok: false, error: this.#unchecked(check, made.error) };
  }

  async #ask(agent: AgentSpec, material: Material, at: StepScope): Promise<Outcome<Verdict>> {
    const input = prompts.check(this.#placeOf(material), material.text, material.asked ?? null);
    const spec = { ...agent, output: verdictJsonSchema };
    const read = jsonOf(verdictReplyForm, verdictProblems);
    const task = { spec, input, read, memory: false };
    const { result, value } = await askAgent(this.#agentLoop, this.#run, at, task);
    this.#spent = addSpending([this.#spent, spendingOf(result)]);
    if (value !== null) return { ok: true, value: asVerdict(value) };
    const nothing = failure(Failure.replyUnusable, 'it gave no verdict');
    return { ok: false, error: result.error ?? asStepError(nothing, this.#run.host, at) };
  }

  async #call(name: string, material: Material, at: StepScope): Promise<Outcome<Verdict>> {
    const { host, execution, owner } = this.#run;
    const check = this.#placeOf(material);
    const call = { name, input: material.text, value: true, check } as const;
    return await withDeadline(this.#run, at, async (limit) => {
      const id = `${execution}/${at.path}`;
      const made = await host.runTransform({ ...call, id, run: owner.run }, limit);
      refuseLong(made.bytes);
      const json = made.content ?? (await host.read(replyText(made)));
      const read = verdictOf(JSON.parse(json));
      if (read.ok) return read.value;
      throw failure(Failure.toolFailed, `function '${name}' gave no verdict: ${read.reason}`);
    });
  }

  /** A long text of a check travels on as a reference. */
  async #keep(text: string, at: StepScope): Promise<Outcome<Text>> {
    const { host, execution } = this.#run;
    return await withDeadline(this.#run, at, () => {
      refuseLong(bytesOf(text));
      return offload(host, `${execution}/${at.path}~text`, text);
    });
  }

  #note({ name, when }: CheckSpec, { decision, reason }: Verdict, { tool }: Material): void {
    const about = tool === undefined ? {} : { tool: tool.name };
    this.#records.push({ name, when, decision, reason, ...about });
    const told = { name, when, decision, reason, tool: tool?.name ?? null };
    const { host } = this.#run;
    host.tell(pathInRun(this.#scope, this.#run), { type: 'check.made', ...told });
  }

  #stop({ name, when }: CheckSpec, reason: string): Outcome<never> {
    const error: StepError = {
      type: Failure.checkStopped,
      message: `the check '${name}' of '${this.#spec.name}' has stopped the run: ${reason}`,
      agentName: this.#spec.name,
      retryable: false,
      details: { check: name, when, reason },
    };
    this.#run.halt.stop(error);
    return { ok: false, error };
  }

  #unchecked({ name }: CheckSpec, error: StepError): StepError {
    const agentName = this.#spec.name;
    if (error.type === Failure.runCancelled) return { ...error, agentName };
    const late = error.type === Failure.stepTimedOut ? startBlocker(this.#scope) : undefined;
    if (late !== undefined) return late;
    const message = `the check '${name}' of '${agentName}' could not be made, and nothing passes without it: ${error.message}`;
    return { ...error, message, agentName };
  }

  #placeOf({ when, tool }: Material): CheckedPlace {
    return { when, agent: this.#spec.name, tool: tool?.name ?? null };
  }
}

function concerns({ when, tools }: CheckSpec, material: Material): boolean {
  if (when !== material.when) return false;
  const { tool } = material;
  if (tools === undefined || tool === undefined) return true;
  return tools.some((each) => isNamed(each, tool.name, tool.policy));
}

function refuseLong(bytes: number): void {
  if (bytes <= longestRewrite) return;
  const message = `it wrote ${bytes} bytes, and a text that a check writes has ${longestRewrite} at most`;
  throw failure(Failure.payloadTooLarge, message);
}
