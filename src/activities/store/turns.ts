import type { Capabilities } from '../../core/capabilities.ts';
import type { CallKey, ModelCall } from '../../core/model-call.ts';
import type { Api } from '../../core/provider-apis.ts';
import type { ProviderTurn } from '../providers/provider.ts';
import type { Database } from './tables.ts';

/** What a call has added to the conversation of its step, as the workflow gave it. */
export type CallInput = Pick<ModelCall, 'after' | 'messages'> & {
  /** Left out: made by a version that did not keep it. */
  asked?: AskedCall;
};

/** The rest of what a request is written from: with it, the same one can be written again. */
export interface AskedCall extends Pick<ModelCall, 'system' | 'tools' | 'thread' | 'foreign'> {
  settings: Omit<ModelCall['settings'], 'provider' | 'model'>;
  api: Api;
  model: string;
  isTrusted: boolean;
  /** What the endpoint was taken to be able to do, when it was asked first. */
  can: Capabilities;
}

/** A call of a step that has its reply. */
export interface LedgerTurn {
  /** Message id of the reply. */
  message: string;
  /** `null`: made by a version that did not keep it. */
  input: CallInput | null;
  content: string;
  turn: ProviderTurn | null;
  /** Name of the provider that gave it. */
  provider: string;
}

/** Numbers of calls whose replies are read in one piece. */
const readAtOnce = 20;

/** All calls of a step before a number that have a reply. */
export async function readTurns(db: Database, before: CallKey): Promise<LedgerTurn[]> {
  const turns: LedgerTurn[] = [];
  for (let from = 1; from < before.number; from += readAtOnce) {
    const end = Math.min(from + readAtOnce, before.number);
    turns.push(...(await readSome(db, before, { from, end })));
  }
  return turns;
}

async function readSome(
  db: Database,
  { execution, step }: CallKey,
  { from, end }: { from: number; end: number },
): Promise<LedgerTurn[]> {
  const rows = await db
    .selectFrom('model_calls')
    .innerJoin('messages', 'messages.id', 'model_calls.message_id')
    .select(['messages.id', 'messages.content', 'messages.turn', 'model_calls.input'])
    .select('model_calls.provider')
    .where('model_calls.execution', '=', execution)
    .where('model_calls.step', '=', step)
    .where('model_calls.number', '>=', from)
    .where('model_calls.number', '<', end)
    .where('model_calls.status', '=', 'completed')
    .orderBy('model_calls.number')
    .execute();
  return rows.map(({ id, content, turn, input, provider }) => ({
    message: id,
    input: input === null ? null : (JSON.parse(input) as CallInput),
    content,
    turn: readTurn(turn),
    provider,
  }));
}

/** The turn of a stored reply; `null` when it asked for no tools, or is not there. */
export async function findTurn(db: Database, message: string): Promise<ProviderTurn | null> {
  const row = await db
    .selectFrom('messages')
    .select('turn')
    .where('id', '=', message)
    .executeTakeFirst();
  return readTurn(row?.turn ?? null);
}

/** A turn as the column `messages.turn` has it: its names are those of the first version. */
interface StoredTurn extends Pick<ProviderTurn, 'toolCalls'> {
  carried: ProviderTurn['replay'];
}

/** Reads the column `messages.turn`. */
export function readTurn(turn: string | null): ProviderTurn | null {
  if (turn === null) return null;
  const { toolCalls, carried } = JSON.parse(turn) as StoredTurn;
  return { toolCalls, replay: carried };
}

/** What goes into the column `messages.turn`. */
export function writeTurn(turn: ProviderTurn | null): string | null {
  if (turn === null) return null;
  const stored: StoredTurn = { toolCalls: turn.toolCalls, carried: turn.replay };
  return JSON.stringify(stored);
}
