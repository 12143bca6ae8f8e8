import { checkedWords } from '../kinds/agent/check-paths.ts';
import type { CheckedPlace } from '../kinds/agent/check-types.ts';
import { stepTitle } from '../kinds/titles.ts';
import type { Step } from '../kinds/step.ts';
import type { ModelCall } from '../model-call.ts';
import { splitPath } from '../step-path.ts';
import { summaryStep } from '../thread-window.ts';
import type { FactChange } from '../user-context.ts';
import { inline } from './markdown.ts';
import { beginningOf } from '../unicode.ts';

// What stands beside each activity and each run in Temporal's Web UI: who, and what for.

/** `Critic · round 1 · vote · gpt-5`; `spec`: of the workflow that makes the call, where it is known. */
export function modelCall({ agentName, settings, key }: ModelCall, spec: Step | null): string {
  const title = titleOf(key.step, agentName, spec);
  const part = splitPath(key.step).at(-1) === summaryStep ? ` · part ${key.number}` : '';
  const turn = part || (key.number === 1 ? '' : ` · turn ${key.number}`);
  return `${title}${turn} · ${settings.model ?? settings.provider}`;
}

/** The step's own element says who asks; where it does not, the agent's name comes first. */
function titleOf(path: string, agentName: string, spec: Step | null): string {
  if (path === '') return agentName;
  const title = stepTitle(path, spec);
  return title.includes(agentName) ? title : `${agentName} · ${title}`;
}

export const toolCall = (agentName: string, tool: string) => `${agentName} · ${tool}`;
export const askingForApproval = (agentName: string, tool: string) =>
  `${agentName} · ${tool} · does it need approval?`;

/** Of a registered function: its name, and what it checks. */
export function functionCall({ name, check }: { name: string; check?: CheckedPlace }): string {
  if (check === undefined) return name;
  const tool = check.tool === null ? '' : ` · ${check.tool}`;
  return `${check.agent} · ${checkedWords[check.when]}${tool} · ${name}`;
}

export const checkingOutput = 'does the rewritten answer fit its schema?';

export const tellingQuestion = ({ id }: { id: string }) => `tell somebody of question ${id}`;

export const describingTools = (names: readonly string[]) => `tools: ${names.join(', ')}`;
export const stoppingCalls = 'stop the calls under way';
export const tellingEvents = 'tell what happened';
export const storingTexts = 'keep long texts';
export const storingList = 'store the list of items';
export const readingItems = 'which items are to be done';
export const settlingItems = 'keep what came of items';
export const gatheringAnswers = 'put the answers together';
export const readingFacts = 'what is known of the user';
export const openingThread = (name: string) => `thread ${name}`;

export const continuingThread = (name: string) => `append to thread ${name}`;

export const keepingSummary = ({ name, upTo }: { name: string; upTo: number }) =>
  `summary of thread ${name} up to message ${upTo}`;

export function changingFact({ change, key }: FactChange): string {
  return change === 'set' ? `remember ${key}` : `forget ${key ?? 'everything'}`;
}

/**
 * Beside a run: its name and how its input begins, as Markdown.
 *
 * @param studio its page in the studio; `null`: none is known
 */
export function run(
  { name, kind }: Step,
  input: string,
  studio: string | null,
): { staticSummary: string; staticDetails: string } {
  const link = studio === null ? '' : ` [In the studio](${withoutParentheses(studio)})`;
  return {
    staticSummary: inline(`${name}: ${beginningOf(input, 120)}`),
    staticDetails: `A run of durable-agents, kind **${kind}**.${link}`,
  };
}

/** In an address they mean the same when they are encoded; in Markdown they would end it. */
function withoutParentheses(address: string): string {
  return address.replaceAll('(', '%28').replaceAll(')', '%29');
}
