import { z } from 'zod';
import { parseInput } from '../../../core/parse-input.ts';

const propsSchema = z.strictObject({
  thread: z.string().min(1, 'it is empty').optional(),
  user: z.string().min(1, 'it is empty').optional(),
});

/** Of all that a front end may pass on, what is for us. */
const ours = 'durableAgents';

/** What a front end says of the run besides the conversation. */
export interface ForwardedProps {
  /** The thread of ours that the team continues; the conversation is then told by it. */
  thread?: string | undefined;
  /** Whose user context the agents share. */
  user?: string | undefined;
}

/** @throws `Input.Invalid` for anything else in it */
export function readProps(given: unknown): ForwardedProps {
  const own = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  const [, props = {}] = own.find(([name]) => name === ours) ?? [];
  return parseInput(propsSchema, props, `forwardedProps.${ours}`);
}
