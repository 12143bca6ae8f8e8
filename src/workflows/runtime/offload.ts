import { bytesOf, isLong as isLongText, referTo, join, type Text } from '../../core/content.ts';
import type { Host } from './host.ts';

/**
 * A text whose long pieces have gone to the store and travel on as references.
 *
 * @param over bytes from which on a piece is long. Default: 1 KB
 */
export async function offload(host: Host, id: string, text: Text, over?: number): Promise<Text> {
  const isLong = (piece: string) =>
    isLongText(piece) || (over !== undefined && bytesOf(piece) > over);
  if (typeof text === 'string') return isLong(text) ? await offloadPiece(host, id, text) : text;
  const kept = await Promise.all(
    text.parts.map((part, index) =>
      typeof part === 'string' && isLong(part)
        ? offloadPiece(host, `${id}~${index}`, part)
        : Promise.resolve({ parts: [part] }),
    ),
  );
  return join(...kept);
}

async function offloadPiece(host: Host, id: string, text: string): Promise<Text> {
  await host.storeTexts([{ id, text }]);
  return referTo(id, bytesOf(text));
}
