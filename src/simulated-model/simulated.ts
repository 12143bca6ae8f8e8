import { fingerprint, pickNumber } from './fingerprint.ts';
import { fromSchema } from './from-schema.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { ScriptedAnswer } from './script.ts';
import { compose } from './simulation/compose.ts';
import { label, splitMessage } from './simulation/earlier.ts';
import { identityIn } from './simulation/identity.ts';
import { acknowledgement, memoryCalls } from './simulation/memory.ts';
import { structuredReply } from './simulation/structured.ts';
import { topicOf } from './simulation/topic.ts';

/**
 * The model that needs no key. It thinks nothing: it makes a few plausible sentences out of the agent's
 * name and role in the system prompt, the last user message and the earlier agents quoted there, always
 * the same for the same request. Every text begins with `[simulated] `; where a schema is asked for, the
 * reply is the smallest useful JSON of that schema, without the label; a plan, a review, positions and
 * votes are such that a supervisor and a debate come to an end. Of tools it calls `remember` and `forget` only,
 * where it is offered them and the user's last message says "remember …" or "forget my …".
 */
export function simulatedReply(request: RecordedRequest): ScriptedAnswer {
  const toolCalls = memoryCalls(request);
  if (toolCalls.length > 0) return { toolCalls };
  if (request.outputSchema !== null) {
    const reply = structuredReply(request) ?? fromSchema(request.outputSchema);
    return { text: JSON.stringify(reply) };
  }
  const asked = request.messages.filter((message) => message.role === 'user');
  const message = splitMessage(asked.at(-1)?.content ?? '');
  const identity = identityIn(request.system);
  const text = compose({
    ...identity,
    topic: topicOf(message, splitMessage(asked[0]?.content ?? '').own),
    earlier: message.earlier,
    print: fingerprint(request),
  });
  return { text: `${label}${signature(identity)}${acknowledgement(request)}${text}` };
}

function signature({ name, role }: ReturnType<typeof identityIn>): string {
  const who = name || role;
  if (who === '') return '';
  const known = role === '' || role.toLowerCase() === who.toLowerCase();
  return known ? `${who}: ` : `${who} (${role}): `;
}

/** 400 to 1,200 milliseconds, the same for the same request: how long the simulated model "thinks". */
export function humanLatency(request: RecordedRequest): number {
  return 400 + pickNumber(fingerprint(request), 801, 7);
}
