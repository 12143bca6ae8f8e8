import { memoryTools } from '../core/memory-tools.ts';
import type { OfferedTools, ToolDefinition } from '../core/model-call.ts';
import type { Store } from './store/open-store.ts';
import { readStoredTexts } from './stored-texts.ts';

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
  const filled = await readStoredTexts(store.messages, registered);
  return [...(JSON.parse(filled(registered)) as ToolDefinition[]), ...builtIn];
}
