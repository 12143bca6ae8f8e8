import { fill, messagesIn, type Text } from '../core/content.ts';
import type { ModelCall, PromptMessage } from '../core/model-call.ts';
import type { ProviderMessage, ProviderRequest } from './providers/provider.ts';
import type { Store } from './store/open-store.ts';
import { earlierMessages } from './thread-window.ts';

/** The texts of a call, read and put together. */
export type CallTexts = Pick<ProviderRequest, 'system' | 'messages'> & {
  /** What the user says in this call: what its thread is to keep. */
  input: string;
};

/**
 * Reads what a call refers to.
 *
 * @throws `Message.Missing` when a text is not in this worker's store
 */
export async function readCallTexts(store: Store, call: ModelCall): Promise<CallTexts> {
  const { system, messages, thread } = call;
  const ids = [...messagesIn({ system, messages, thread }).keys()];
  const texts = new Map((await store.messages.read(ids)).map(({ id, text }) => [id, text]));
  const filled = (text: Text) => fill(text, (id) => texts.get(id) ?? '');
  const own = messages.map((message) => asked(message, filled(message.text)));
  return {
    system: filled(system),
    messages: [...(await earlierMessages(store, call, filled)), ...own],
    input: own[0]?.content ?? '',
  };
}

function asked(message: PromptMessage, content: string): ProviderMessage {
  if (message.role === 'tool') {
    return { role: 'tool', callId: message.callId, content, failed: message.failed };
  }
  if (message.role === 'user') return { role: 'user', content };
  return { role: 'assistant', content, turn: null };
}
