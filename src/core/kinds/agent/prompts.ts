import { escapeText, join, type Text } from '../../content.ts';
import type { ReplyProblem } from '../../model-call.ts';
import type { AgentSpec } from './types.ts';

/** Who the agent is, how it works, what is given for the whole run, and what is known of the user. */
export function system(
  agent: Pick<AgentSpec, 'name' | 'role' | 'instructions'>,
  context: Text | null,
  user: Text = '',
): Text {
  const who =
    agent.role === '' ? `You are ${agent.name}.` : `You are ${agent.name}: ${agent.role}.`;
  return join(
    who,
    agent.instructions === '' ? '' : `\n\n${agent.instructions}`,
    context === null
      ? ''
      : join(
          '\n\nBackground for this task:\n<context>\n',
          escapeText(context, 'xml'),
          '\n</context>',
        ),
    user,
  );
}

/** Tells the model why its reply can not be used, and what would do. */
export function askAgain(problem: ReplyProblem): string {
  const what = {
    empty: 'Your reply was empty.',
    cut: 'Your reply was cut off because it was too long.',
    refused: 'You declined to answer.',
    schema: 'Your reply does not have the form that was asked for.',
  }[problem.kind];
  const wanted = {
    empty: 'Please answer.',
    cut: 'Answer again, whole and much shorter.',
    refused: 'If you can help with any part of the request, answer that part.',
    schema: 'Answer again with the corrected JSON and nothing else.',
  }[problem.kind];
  return `${what} ${problem.reason}\n${wanted}`;
}
