import { type ModelCall, pathOfCall } from '../core/model-call.ts';
import { textFieldOf } from '../core/text-field.ts';
import { noUsage } from '../core/usage.ts';
import type { ProviderOutcome } from './ask-provider.ts';
import type { CallTexts } from './call-texts.ts';
import { withoutKnownKeysIn } from './known-keys.ts';
import { priceOf } from './prices.ts';
import { isTrusted } from './providers/abilities/defaults.ts';
import { type Endpoint, modelFor } from './providers/endpoint.ts';
import { warningsOf } from './reply-warnings.ts';
import type { AnsweredCall } from './store/complete-call.ts';
import type { LedgerKey } from './store/ledger.ts';
import { storable } from './store/messages.ts';
import { judgeReply } from './structured-output/reply-problem.ts';
import { callsInTextBefore } from './structured-output/tool-call-text.ts';

/** What a provider has answered to a call. */
interface Answered {
  key: LedgerKey;
  texts: CallTexts;
  outcome: ProviderOutcome & { ok: true };
}

/** What is stored of an answer. */
export async function answered(
  endpoint: Endpoint,
  input: ModelCall,
  { key, texts, outcome }: Answered,
): Promise<AnsweredCall> {
  const { agentName, owner, settings, thread, held = false } = input;
  const { reply, request } = outcome;
  const { usage, model, cacheWriteTokens } = reply;
  const tools = request.tools.map(({ name }) => name);
  const callsInText = callsInTextBefore(texts.messages, tools);
  const rules = { agentName, ...settings, tools, callsInText, isTrusted: isTrusted(endpoint) };
  const { content, turn, problem } = await judgeReply(reply, rules);
  const isAnswer = problem === null && turn === null;
  const keptLong = settings.promptCache === '1h';
  const billed = { asked: modelFor(endpoint, settings.model), answered: model };
  const { output } = settings;
  return {
    ...key,
    run: owner.run,
    agentName,
    content: storable(content),
    turn: turn === null ? null : (withoutKnownKeysIn(turn) ?? turn),
    model: storable(model),
    usage: usage ?? { ...noUsage, calls: 1 },
    cacheWriteTokens,
    cost: priceOf({ ...billed, usage, cacheWriteTokens, keptLong }, endpoint),
    simulated: endpoint.simulated,
    durationMs: outcome.durationMs,
    problem,
    warnings: await warningsOf({
      endpoint,
      texts,
      request,
      reply,
      content,
      problem,
      hasOutput: output !== null,
    }),
    told: { path: pathOfCall(input), rows: [], spoke: false, field: output && textFieldOf(output) },
    thread:
      isAnswer && thread !== null && !held
        ? { name: thread.name, input: storable(texts.input) }
        : null,
  };
}
