import { escapeText, join, type Text } from '../../content.ts';
import { element, textBefore } from '../../elements.ts';
import type { ReplyProblem } from '../../model-call.ts';
import type { AgentSpec } from './types.ts';
import { withoutUser } from '../../prompts/user-facts.ts';

const greeting = 'You are ';
const background = '\n\nBackground for this task:\n';

/** Who the agent is, how it works, what is given for the whole run, and what is known of the user. */
export function system(
  agent: Pick<AgentSpec, 'name' | 'role' | 'instructions'>,
  context: Text | null,
  user: Text = '',
): Text {
  const who = agent.role === '' ? agent.name : `${agent.name}: ${agent.role}`;
  return join(
    `${greeting}${who}.`,
    agent.instructions === '' ? '' : `\n\n${agent.instructions}`,
    context === null ? '' : join(background, element('context', escapeText(context, 'xml'))),
    user,
  );
}

/** What a prompt that `system` has made says of its agent; `null`: it was made otherwise. */
export function agentIn(prompt: string): Pick<AgentSpec, 'name' | 'role' | 'instructions'> | null {
  if (!prompt.startsWith(greeting)) return null;
  const said = textBefore(withoutUser(prompt), background).slice(greeting.length);
  const end = said.indexOf('\n\n');
  const who = (end < 0 ? said : said.slice(0, end)).replace(/\.$/, '');
  const colon = who.indexOf(': ');
  return {
    name: colon < 0 ? who : who.slice(0, colon),
    role: colon < 0 ? '' : who.slice(colon + 2),
    instructions: end < 0 ? '' : said.slice(end + 2),
  };
}

/** Tells the model why its reply cannot be used, and what would do. */
export function askAgain(problem: ReplyProblem): string {
  const what = {
    empty: 'Your reply was empty.',
    cut: 'Your reply was cut off because it was too long.',
    refused: 'You declined to answer.',
    schema: 'Your reply does not have the form that was asked for.',
    tool: 'Your tool call could not be carried out.',
  }[problem.kind];
  const wanted = {
    empty: 'Please answer.',
    cut: 'Answer again, whole and much shorter.',
    refused: 'If you can help with any part of the request, answer that part.',
    schema: 'Answer again with the corrected JSON and nothing else.',
    tool: 'Call the tool in the way that tools are called here, not in your text; or answer without it.',
  }[problem.kind];
  return `${what} ${problem.reason}\n${wanted}`;
}
