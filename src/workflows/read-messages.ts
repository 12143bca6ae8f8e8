import type { StoredText } from '../core/model-call.ts';
import { readTexts } from './runtime/activities.ts';

/** Reads stored messages for a client, which has no access to the database: 1.5 MB at most. */
export async function readMessages(input: { ids: string[] }): Promise<StoredText[]> {
  return await readTexts(input);
}
