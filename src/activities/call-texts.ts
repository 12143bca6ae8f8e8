import type { Text } from '../core/content.ts';
import { memoryTools } from '../core/memory-tools.ts';
import { apartFromUser } from '../core/prompts/user-facts.ts';
import type { ModelCall, OfferedTools, PromptMessage, ToolDefinition } from '../core/model-call.ts';
import { type EarlierTurn, earlierTurns } from './conversation.ts';
import type { ProviderMessage, ProviderRequest } from './providers/provider.ts';
import type { Store } from './store/open-store.ts';
import { readStoredTexts } from './stored-texts.ts';
import { earlierMessages } from './thread-window.ts';

/** The texts of a call, read and put together. */
export type CallTexts = Pick<ProviderRequest, 'system' | 'messages' | 'tools'> & {
  /** What the user says in the step's first call: what its thread is to keep. */
  input: string;
  /** What is known of the user, as the system prompt tells it; `''`: nothing is told. */
  known: string;
  /** Which of the messages is the first of the step's own. */
  first: number;
};

/** What a call refers to. */
export type CallToRead = Pick<
  ModelCall,
  'key' | 'system' | 'messages' | 'after' | 'foreign' | 'tools' | 'thread'
> & { settings: Pick<ModelCall['settings'], 'provider'> };

/**
 * Reads what a call refers to.
 *
 * @throws `Message.Missing` when a text is not in this worker's store
 */
export async function readCallTexts(store: Store, call: CallToRead): Promise<CallTexts> {
  const { system, messages, thread } = call;
  const turns = asGivenBack(await earlierTurns(store, call), call);
  const inputs = turns.map(({ input }) => input.messages);
  const filled = await readStoredTexts(store.messages, { system, messages, inputs, thread });
  const ask = (message: PromptMessage) => asked(message, filled(message.text));
  const own = [...turns.flatMap((turn) => said(turn, ask)), ...messages.map(ask)];
  const earlier = await earlierMessages(store, call, filled);
  return {
    ...apartFromUser(filled(system)),
    messages: [...earlier, ...own],
    first: earlier.length,
    tools: await offeredTools(store, call.tools),
    input: own[0]?.content ?? '',
  };
}

/** What replies of another model carry for their own API is left out, where this one may refuse it. */
function asGivenBack(turns: readonly EarlierTurn[], call: CallToRead): EarlierTurn[] {
  const last = turns.findIndex(({ message }) => message === call.foreign);
  return turns.map((each, index) =>
    index > last || each.turn === null || isShared(each, call)
      ? each
      : { ...each, turn: { ...each.turn, replay: null } },
  );
}

/**
 * Whether a provider takes what one of its models said from another: Gemini and Claude want their
 * signatures back. The Responses API refuses reasoning where the model does none.
 */
function isShared({ turn, provider }: EarlierTurn, { settings }: CallToRead): boolean {
  return provider === settings.provider && turn?.replay?.api !== 'responses';
}

/** What one call of this step added, and its reply; one without a word leaves none. */
function said(turn: EarlierTurn, ask: (message: PromptMessage) => ProviderMessage) {
  const added = turn.input.messages.map(ask);
  if (turn.turn === null && turn.content.trim() === '') return added;
  const reply: ProviderMessage = { role: 'assistant', content: turn.content, turn: turn.turn };
  return [...added, reply];
}

function asked(message: PromptMessage, content: string): ProviderMessage {
  if (message.role === 'tool') {
    const { callId, failed } = message;
    // Not every API has a field for it.
    return { role: 'tool', callId, content: failed ? `Error: ${content}` : content, failed };
  }
  if (message.role === 'user') return { role: 'user', content };
  return { role: 'assistant', content, turn: null };
}

/**
 * The tools that a call offers to the model: the registered ones, the steps, then the built-in ones.
 *
 * @throws `Message.Missing` when their definitions are stored, and not in this worker's store
 */
async function offeredTools(
  store: Store,
  { registered, memory, steps, without = [] }: OfferedTools,
): Promise<ToolDefinition[]> {
  const builtIn = memory ? memoryTools : [];
  const asked = await definitionsIn(store, steps);
  const taken = [...without, ...asked.map(({ name }) => name)];
  const all = await definitionsIn(store, registered);
  return [...all.filter(({ name }) => !taken.includes(name)), ...asked, ...builtIn];
}

async function definitionsIn(store: Store, written: Text | null = null): Promise<ToolDefinition[]> {
  if (written === null) return [];
  const filled = await readStoredTexts(store.messages, written);
  return JSON.parse(filled(written)) as ToolDefinition[];
}
