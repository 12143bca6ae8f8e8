/** What a world of the memory host is made from. */
import type { Exchange } from '../../src/activities/append-exchange.ts';
import type { ModelCall, ModelReply } from '../../src/core/model-call.ts';
import type { Answered } from '../../src/core/questions/answers.ts';
import type { AskedAt, Question } from '../../src/core/questions/question.ts';
import type { CheckedPlace } from '../../src/core/kinds/agent/check-types.ts';
import type { OpenedThread } from '../../src/core/thread-window.ts';
import type { ThreadRequest } from '../../src/workflows/runtime/activities.ts';
import type { Change } from '../../src/workflows/runtime/host.ts';

/** A call as the scripted model sees it: the texts read, and the signal that cancels it. */
export interface AskedCall {
  agentName: string;
  prompt: string;
  system: string;
  call: ModelCall;
  signal: AbortSignal;
}

export type Script = (asked: AskedCall) => Partial<ModelReply> | Promise<Partial<ModelReply>>;

export interface WorldOptions {
  /** Functions that pipelines may name. */
  functions?: Record<string, (text: string, check?: CheckedPlace) => unknown>;
  /** Tools that agents may name; what one throws is thrown by its activity. */
  tools?: Record<string, (args: unknown) => string | Promise<string>>;
  /** Whose runs they are. */
  user?: string;
  /** What people answer; by default they say yes. */
  person?: (question: Question, at: AskedAt) => Answered | Promise<Answered>;
  /** What tools say that decide themselves whether a call needs approval; `true` of the policy otherwise. */
  needsApproval?: Record<string, boolean | ((args: unknown) => boolean)>;
  /** Start every long pattern anew from each of its checkpoints. */
  restarts?: boolean;
  /** Changes that the run does not have, because it began before them. Default: none. */
  without?: Change[];
  /** The id of its run, which keeps several worlds apart in one store. Default: they have one of their own. */
  run?: string;
  /** The run of the same before, for what failed in which it is. */
  again?: string;
  /** What a thread gives its step to see. Default: nothing, as a new one does. */
  thread?: (request: ThreadRequest) => OpenedThread;
  /** Told what is appended to a thread, before it is. */
  append?: (exchange: Exchange) => Promise<void> | void;
}
