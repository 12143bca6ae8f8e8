import { beginningOf } from '../core/unicode.ts';
import { isMemoryTool } from '../core/memory-tools.ts';
import type { ReplyProblem, ReplyWarning } from '../core/model-call.ts';
import type { Api } from '../core/provider-apis.ts';
import { WarningType } from '../core/warnings.ts';
import type { CallTexts } from './call-texts.ts';
import type { Endpoint } from './providers/endpoint.ts';
import type { ProviderReply, ProviderRequest } from './providers/provider.ts';
import { isSameModel } from './same-model.ts';
import { toolCalledInText } from './structured-output/tool-call-text.ts';
import { tokensOf } from './tokens.ts';

/** A reply that was accepted, and how it was asked for. */
export interface Answered {
  endpoint: Endpoint;
  texts: CallTexts;
  request: ProviderRequest;
  reply: ProviderReply;
  /** As it is stored. */
  content: string;
  problem: ReplyProblem | null;
  /** Whether the agent wants an answer of a schema. */
  hasOutput: boolean;
}

/** The field of each API that holds a reply to a schema. */
const schemaFields: Record<Api, string> = {
  responses: 'text.format',
  chat: 'response_format',
  messages: 'output_config.format',
};

/** What should be known of a reply that can be used. */
export async function warningsOf(answered: Answered): Promise<ReplyWarning[]> {
  const { endpoint, request, reply } = answered;
  if (endpoint.simulated) return [];
  const who = `${endpoint.name} (${request.model})`;
  const found: (ReplyWarning | false)[] = [
    (await isPromptCut(request, reply)) && {
      type: WarningType.promptCut,
      message: `${who} counts ${reply.usage?.inputTokens} tokens in a prompt that has far more: it most likely read only a part. To do: raise the server's context length, or shorten the input or the thread`,
    },
    !isSameModel(request.model, reply.model) && {
      type: WarningType.modelSubstituted,
      message: `${endpoint.name} was asked for ${request.model}, and ${beginningOf(reply.model, 200)} answered`,
    },
    reply.usage === null &&
      reply.stop !== 'mistake' && {
        type: WarningType.usageMissing,
        message: `${who} reports no usage: tokens and cost are not known`,
      },
    answered.hasOutput &&
      !request.can.nativeSchema && {
        type: WarningType.schemaInWords,
        message: `${who} holds no reply to a schema (${schemaFields[endpoint.api]}): it was told in words`,
      },
    request.promptCache !== 'off' &&
      endpoint.api === 'messages' &&
      !request.can.promptCache && {
        type: WarningType.cacheOff,
        message: `${who} takes no marks for its prompt cache: every token is paid in full`,
      },
    isCallInText(answered) && {
      type: WarningType.toolCallAsText,
      message: `${who} calls tools in its text, where nobody runs them: its text was taken as the answer. To do: use a model, or a template of the server, that calls tools through the API`,
    },
    leavesOutMemory(answered) && {
      type: WarningType.settingOmitted,
      message: `${who} takes no tools: remember and forget were left out`,
    },
    reply.stop === 'end' &&
      reply.reason !== undefined && {
        type: WarningType.replyEnding,
        message: `${who} ended its reply by '${beginningOf(reply.reason, 100)}', which is not known: it was taken as whole`,
      },
    reply.isEndUnmarked === true && {
      type: WarningType.replyEnding,
      message: `${who} ended its stream without [DONE]: the reply was taken as whole`,
    },
  ];
  return found.filter((warning) => warning !== false);
}

function isCallInText({ request, reply, content, problem }: Answered): boolean {
  if (problem !== null || reply.turn !== null) return false;
  const tools = request.tools.map(({ name }) => name);
  return toolCalledInText(content, tools) !== undefined;
}

function leavesOutMemory({ texts, request }: Answered): boolean {
  return request.tools.length === 0 && texts.tools.some(({ name }) => isMemoryTool(name));
}

/** A prompt that is worth to be counted, and how much of it has to be there. */
const cutFrom = { characters: 8_000, share: 0.6, shareOfFull: 0.9 };

/** No language has that many characters a token on average; then it is estimated. */
const charactersPerToken = 6;

/** What servers of one's own give a model when nobody says more; tokens. */
const usualContexts = [2_048, 4_096, 8_192, 16_384, 32_768];

/** Whether a prompt has all the tokens that there is usually room for, or hardly less. */
function fillsContext(tokens: number): boolean {
  return usualContexts.some((size) => tokens <= size && tokens >= 0.99 * size);
}

async function isPromptCut(request: ProviderRequest, { usage }: ProviderReply): Promise<boolean> {
  if (usage === null || usage.inputTokens === 0) return false;
  const said = [request.system, ...request.messages.map(({ content }) => content)];
  const characters = said.reduce((sum, text) => sum + text.length, 0);
  if (characters < cutFrom.characters) return false;
  const isFull = fillsContext(usage.inputTokens);
  if (!isFull && usage.inputTokens > characters / charactersPerToken) return false;
  const share = isFull ? cutFrom.shareOfFull : cutFrom.share;
  return usage.inputTokens < share * (await tokensOf(said.join('\n'), 1));
}
