import type { Text } from '../../content.ts';
import { showMs, toMs } from '../../durations.ts';
import { Failure } from '../../failures.ts';
import { resultBase, type StepError, type StepIdentity } from '../../results.ts';
import { nothingSpent } from '../../usage.ts';
import type { Answered } from '../../questions/answers.ts';
import type { PersonResult, PersonSpec } from './types.ts';

/**
 * A person's result: a success when there is an answer, the default included.
 *
 * @param content the answer, a long one as a reference
 */
export function personResult(
  spec: PersonSpec,
  identity: StepIdentity,
  { answer, by, at, means }: Answered,
  content: Text | null,
): PersonResult {
  const byPerson = means === 'update' || means === 'signal';
  return {
    kind: 'person',
    ...resultBase(identity, nothingSpent, content ?? nobody(spec)),
    answer,
    answeredBy: by,
    answeredAt: byPerson ? at : null,
    timedOut: !byPerson,
  };
}

function nobody({ name, timeout }: PersonSpec): StepError {
  return {
    type: Failure.humanTimedOut,
    message: `nobody answered '${name}' within ${showMs(toMs(timeout))}: raise its timeout, or give it a default`,
    agentName: name,
    retryable: true,
  };
}
