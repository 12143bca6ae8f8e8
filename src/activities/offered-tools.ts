import { fill, messagesIn } from '../core/content.ts';
import { memoryTools } from '../core/memory-tools.ts';
import type { OfferedTools, ToolDefinition } from '../core/model-call.ts';
import type { Store } from './store/open-store.ts';

/**
 * The tools that a call offers to the model: the registered ones, then the built-in ones.
 *
 * @throws `Message.Missing` when their definitions are stored, and not in this worker's store
 */
export async function offeredTools(
  store: Store,
  { registered, memory }: OfferedTools,
): Promise<ToolDefinition[]> {
  const builtIn = memory ? memoryTools : [];
  if (registered === null) return [...builtIn];
  const stored = await store.messages.read([...messagesIn([registered]).keys()]);
  const texts = new Map(stored.map(({ id, text }) => [id, text]));
  const definitions = fill(registered, (id) => texts.get(id) ?? '');
  return [...(JSON.parse(definitions) as ToolDefinition[]), ...builtIn];
}
