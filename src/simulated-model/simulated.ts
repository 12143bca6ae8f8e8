import { fingerprint, pickNumber } from './fingerprint.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { ScriptedAnswer } from './script.ts';
import { freeText } from './simulation/free-text.ts';
import { memoryCalls } from './simulation/memory.ts';
import { structuredReply } from './simulation/structured.ts';
import { inventedCalls } from './simulation/tools.ts';

/**
 * Whether the simulated model calls tools of the user's, with invented arguments: `auto` where a request
 * names one, or where one is marked `simulate: true`.
 */
export type SimulatedTools = 'auto' | 'never';

/**
 * The model that needs no key. It thinks nothing: it makes a few plausible sentences out of the agent's
 * name and role in the system prompt, the last user message and the earlier agents quoted there, always
 * the same for the same request. Every text begins with `[simulated] `; where a schema is asked for, the
 * reply is the smallest useful JSON of that schema, without the label; a plan, a review, statements,
 * positions and votes are such that a supervisor and a debate come to an end. It calls a tool that the user's message
 * or the instructions name, or that is marked `simulate: true`, once in a conversation, with arguments
 * that fit its schema, and repeats in its answer what the tool gave; `remember` and `forget` where the
 * user's last message says "remember …" or "forget my …".
 */
export const simulatedReply = simulatedModel();

/** The same with a say in whether tools are called. */
export function simulatedModel(
  tools: SimulatedTools = 'auto',
): (request: RecordedRequest) => ScriptedAnswer {
  return (request) => {
    const invented = tools === 'never' ? [] : inventedCalls(request);
    const toolCalls = [...memoryCalls(request), ...invented];
    if (toolCalls.length > 0) return { toolCalls };
    if (request.outputSchema === null) return { text: freeText(request) };
    return { text: JSON.stringify(structuredReply(request)) };
  };
}

/** 400 to 1,200 milliseconds, the same for the same request: how long the simulated model "thinks". */
export function humanLatency(request: RecordedRequest): number {
  return 400 + pickNumber(fingerprint(request), 801, 7);
}
