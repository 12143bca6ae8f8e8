import type { ModelCall, ModelReply } from '../../src/core/model-call.ts';

/** A call as the scripted model sees it: the texts read, and the signal that cancels it. */
export interface AskedCall {
  agentName: string;
  prompt: string;
  system: string;
  call: ModelCall;
  signal: AbortSignal;
}

export type Script = (asked: AskedCall) => Partial<ModelReply> | Promise<Partial<ModelReply>>;
