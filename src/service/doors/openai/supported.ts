import type { ChatRequest } from './request-schema.ts';
import { unsupported } from './openai-error.ts';

/**
 * Refuses what a caller would wait for in vain. What only tunes a model (`temperature`, `max_tokens`,
 * `stop`, `seed`, …) is passed over: the team's spec says that.
 *
 * @throws 400
 */
export function refuseUnsupported(request: ChatRequest): void {
  for (const [param, isAsked, message] of notOffered)
    if (isAsked(request)) throw unsupported(param, message, 'unsupported_parameter');
}

const notOffered: readonly [string, (request: ChatRequest) => boolean, string][] = [
  [
    'n',
    ({ n }) => (n ?? 1) > 1,
    'a team gives one answer: leave n out, and ask again for another one',
  ],
  [
    'tools',
    ({ tools, tool_choice: choice }) => hasAny(tools) && choice !== 'none',
    "a team uses its own tools, and calls none of the caller's: leave tools out, or set tool_choice to none",
  ],
  [
    'functions',
    ({ functions, function_call: choice }) => hasAny(functions) && choice !== 'none',
    "a team uses its own tools, and calls none of the caller's: leave functions out",
  ],
  [
    'response_format',
    ({ response_format: format }) => (format?.type ?? 'text') !== 'text',
    "the form of an answer stands in the team's spec ('output' of its last agent): leave response_format out",
  ],
  [
    'modalities',
    ({ modalities }) => modalities?.some((each) => each !== 'text') ?? false,
    'a team answers with text only: leave modalities out',
  ],
  [
    'logprobs',
    ({ logprobs }) => logprobs === true,
    'a team gives no probabilities of tokens: leave logprobs out',
  ],
];

function hasAny(list: readonly unknown[] | null | undefined): boolean {
  return list !== null && list !== undefined && list.length > 0;
}
