import type { CheckDecision, CheckVerdict } from '../../src/core/kinds/agent/check-types.ts';
import type { AgentInput, AgentResult } from '../../src/core/kinds/agent/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { memoryWorld, type Script, type WorldOptions } from './memory-host.ts';

const spec = (more: object = {}) =>
  parseStep({ kind: 'agent', name: 'Ann', provider: 'scripted', tools: ['look'], ...more });

/** Calls its tool in its first turn, and answers in its second. */
const looks: Script = ({ call }) =>
  call.key.number === 1
    ? { content: 'I look.', toolCalls: [{ id: 'c1', name: 'look', arguments: '{"at":"sky"}' }] }
    : { content: `answer ${call.key.number}` };

/** Runs an agent with checks by functions; the texts that these saw, and what its tool was given. */
export async function runChecked(
  checks: AgentInput['checks'],
  functions: Record<string, (text: string) => unknown>,
  { script = looks, more = {}, ...options }: WorldOptions & { script?: Script; more?: object } = {},
) {
  const given: unknown[] = [];
  const look = (args: unknown) => (given.push(args), 'blue');
  const world = memoryWorld(script, { tools: { look }, functions, ...options });
  const result = (await world.run(spec({ checks, ...more }))) as AgentResult<string>;
  const prompts = world.calls.map(({ prompt }) => prompt);
  const made = world.events.filter(({ type }) => type === 'check.made');
  return { result, given, prompts, made, world };
}

export const by = (name: string) => ({ function: name });
export const verdicts: Record<CheckDecision, CheckVerdict> = {
  pass: 'pass',
  rewrite: { rewrite: '{"at":"sea"}', reason: 'too high' },
  sendBack: { sendBack: 'not like this' },
  stop: { stop: 'this is forbidden' },
};
