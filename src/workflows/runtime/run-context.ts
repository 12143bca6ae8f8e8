import type { Text } from '../../core/content.ts';
import type { CallOwner } from '../../core/model-call.ts';
import type { DescribedTools } from '../../core/tools.ts';
import type { Halt } from './halt.ts';
import type { Host } from './host.ts';
import type { WaitedTime } from './waited-time.ts';
import type { StepCalls } from './step-calls.ts';
import type { ReplyBudget } from './reply-budget.ts';

/** What stays the same in all calls of one workflow. */
export interface RunContext {
  host: Host;
  /** First-execution run id of the workflow. */
  execution: string;
  owner: CallOwner;
  /** Background that every agent sees. */
  context: Text | null;
  /** What the outermost run was asked; `null`: not known, in a workflow of a user's own. */
  question: Text | null;
  /** How much of its replies the history holds. */
  replies: ReplyBudget;
  /** System prompts that were stored, by what they say. */
  systems: Map<string, Promise<Text>>;
  /** Tools that were described, by the list of their names. */
  described: Map<string, DescribedTools>;
  /** The run of the same before, whose list it goes on with; `null`: there is none. */
  again: string | null;
  /** When it did nothing but wait for people. */
  waited: WaitedTime;
  /** What may end it before its time. */
  halt: Halt;
  /** How many steps its agents may still ask as tools. */
  stepCalls: StepCalls;
  /** Among how many steps that may run at once they are shared. */
  sharers: number;
}
