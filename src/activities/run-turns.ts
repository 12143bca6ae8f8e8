import { createHash } from 'node:crypto';
import type { RunTurn, RunTurnTexts, TurnReply } from '../core/run-turns.ts';
import { Failure, failureType, messageOf } from '../core/failures.ts';
import { beginningOf } from '../core/unicode.ts';
import { readCallTexts } from './call-texts.ts';
import { withoutKnownKeysIn } from './known-keys.ts';
import { requestBody } from './providers/request-body.ts';
import type { Store } from './store/open-store.ts';
import type { LedgerRunTurn, LedgerTurnTexts } from './store/run-turns.ts';
import { type CallInput, readTurn } from './store/turns.ts';
import { toRequest } from './to-request.ts';

/** The turns of a run, or one of them with its texts. */
export interface TurnsWanted {
  run: string;
  /** `null`: the list of all. */
  turn: string | null;
}

/** A piece of an answer that may be too long for one payload. */
export interface TurnsPart {
  /** JSON, from where it was wanted. */
  text: string;
  /** Of the whole, and what tells it apart from another; the run may have gone on meanwhile. */
  length: number;
  hash: string;
}

export interface TurnActivities {
  /**
   * `RunTurn[]` or `RunTurnTexts` as JSON, a piece at a time; `null` where there is no such turn.
   *
   * @param wanted.from UTF-16 units of it that were read
   */
  readTurns(wanted: TurnsWanted & { from: number }): Promise<TurnsPart>;
}

/** Characters of one piece: safely below the 2 MB of Temporal's payloads, however they are written. */
const pieceLength = 300_000;

export function createTurnActivities({ store }: { store: Store }): TurnActivities {
  return {
    async readTurns({ from, ...wanted }) {
      const whole = JSON.stringify(await turnsWanted(store, wanted));
      const text = beginningOf(whole.slice(from), pieceLength);
      return { text, length: whole.length, hash: createHash('sha256').update(whole).digest('hex') };
    },
  };
}

/** What the ledger has of the turns of a run; `null`: there is no such turn. */
export async function turnsWanted(
  store: Store,
  { run, turn }: TurnsWanted,
): Promise<RunTurn[] | RunTurnTexts | null> {
  const turns = await store.ledger.turnsOf(run);
  if (turn === null) return turns.map(withoutKey);
  const found = turns.find((each) => each.turn === turn);
  return found === undefined ? null : await withTexts(store, found);
}

function withoutKey(ledgerTurn: LedgerRunTurn): RunTurn {
  const { key: _, ...turn } = ledgerTurn;
  return turn;
}

async function withTexts(store: Store, turn: LedgerRunTurn): Promise<RunTurnTexts> {
  const texts = await store.ledger.textsOf(turn.key);
  const input = texts?.input == null ? null : (JSON.parse(texts.input) as CallInput);
  const sent = await rebuilt(store, turn, input);
  return { ...withoutKey(turn), ...sent, reply: texts === undefined ? null : replyOf(texts) };
}

function replyOf({ content, turn }: LedgerTurnTexts): TurnReply | null {
  if (content === null) return null;
  const { toolCalls = [], replay = null } = readTurn(turn) ?? {};
  return { text: content, toolCalls, items: replay?.items ?? [] };
}

type Sent = Pick<RunTurnTexts, 'api' | 'request' | 'missing'>;

/**
 * The request of a turn, written again from what the ledger keeps of it, by the same code that wrote it
 * when it was sent.
 */
async function rebuilt(
  store: Store,
  { key, provider, simulated }: LedgerRunTurn,
  input: CallInput | null,
): Promise<Sent> {
  if (input?.asked === undefined) return untold('it was made by a version that did not keep it');
  const { settings, api, model, isTrusted, can, ...parts } = input.asked;
  const { after, messages } = input;
  const call = { key, after, messages, ...parts, settings: { provider } };
  try {
    const texts = await readCallTexts(store, call);
    const endpoint = { api, model, simulated, isTrusted };
    const body = requestBody(api, toRequest(settings, texts, endpoint, can));
    const request = withoutKnownKeysIn(JSON.parse(JSON.stringify(body)) as object);
    return { api, request: request as Record<string, unknown>, missing: null };
  } catch (error) {
    if (failureType(error) !== Failure.messageMissing) throw error;
    return untold(messageOf(error));
  }
}

function untold(missing: string): Sent {
  return { api: null, request: null, missing };
}
