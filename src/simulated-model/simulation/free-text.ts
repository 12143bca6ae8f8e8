import { fingerprint } from '../fingerprint.ts';
import type { RecordedRequest } from '../recorded-request.ts';
import { compose } from './compose.ts';
import { label, splitMessage } from './earlier.ts';
import { identityIn } from './identity.ts';
import { acknowledgement } from './memory.ts';
import { toolReport } from './tools.ts';
import { topicOf } from './topic.ts';

/** What an agent says in words of its own, labelled and with its name. */
export function freeText(request: RecordedRequest): string {
  const asked = request.messages.filter((message) => message.role === 'user');
  const message = splitMessage(asked.at(-1)?.content ?? '');
  const identity = identityIn(request.system);
  const text = compose({
    ...identity,
    topic: topicOf(message, splitMessage(asked[0]?.content ?? '').own),
    earlier: message.earlier,
    print: fingerprint(request),
  });
  const done = `${acknowledgement(request)}${toolReport(request)}`;
  return `${label}${signature(identity)}${done}${text}`;
}

function signature({ name, role }: ReturnType<typeof identityIn>): string {
  const who = name || role;
  if (who === '') return '';
  const known = role === '' || role.toLowerCase() === who.toLowerCase();
  return known ? `${who}: ` : `${who} (${role}): `;
}
