import { joinPath } from '../../core/step-path.ts';
import { pathOfCall } from '../../core/model-call.ts';
import type { ReplyProblem } from '../../core/model-call.ts';
import type { RunTurn } from '../../core/run-turns.ts';
import { runEnded } from '../../core/run-events.ts';
import { callName } from './ledger.ts';
import { toUsage } from './ledger-row.ts';
import type { Database, ModelCallsTable } from './tables.ts';
import type { LedgerKey } from './ledger.ts';

/** A turn, and the row of the ledger that it is. */
export interface LedgerRunTurn extends RunTurn {
  key: LedgerKey;
}

/** All turns of a run, in the order in which they began. */
export async function readRunTurns(db: Database, run: string): Promise<LedgerRunTurn[]> {
  const [rows, told] = await Promise.all([readRows(db, run), readTold(db, run)]);
  const seen = new Map<string, number>();
  const turns = rows.map((row) => {
    const { run, workflow } = row;
    const path = pathOfCall({ key: row, owner: { run, workflow, user: null } });
    const name = joinPath(path, `${row.number}`);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const turn = count === 1 ? name : `${name}~${count}`;
    return turnOf(row, { turn, path, ...told });
  });
  return turns.toSorted(
    (a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity) || a.startedAt.localeCompare(b.startedAt),
  );
}

type Row = Omit<ModelCallsTable, 'input' | 'user' | 'cache_write_tokens' | 'warnings'>;

async function readRows(db: Database, run: string): Promise<Row[]> {
  return await db
    .selectFrom('model_calls')
    .select(columns)
    .where('run', '=', run)
    .orderBy('started_at')
    .orderBy('number')
    .execute();
}

const columns = [
  'execution',
  'step',
  'number',
  'request_hash',
  'run',
  'workflow',
  'agent',
  'provider',
  'model',
  'status',
  'failures',
  'message_id',
  'input_tokens',
  'output_tokens',
  'cached_tokens',
  'reasoning_tokens',
  'cost',
  'simulated',
  'problem',
  'duration_ms',
  'started_at',
  'completed_at',
  'error_type',
] as const satisfies (keyof Row)[];

/** What the events of a run tell of its turns. */
interface Told {
  /** By call: what it began with. */
  begun: ReadonlyMap<string | null, number>;
  hasEnded: boolean;
}

async function readTold(db: Database, run: string): Promise<Told> {
  const rows = await db
    .selectFrom('events')
    .select(({ fn }) => ['type', 'call', fn.min<number | string>('seq').as('seq')])
    .where('run', '=', run)
    .where('type', 'in', ['turn.started', runEnded])
    .groupBy(['type', 'call'])
    .execute();
  return {
    begun: new Map(rows.map(({ call, seq }) => [call, Number(seq)])),
    hasEnded: rows.some(({ type }) => type === runEnded),
  };
}

function turnOf(
  row: Row,
  { turn, path, begun, hasEnded }: Pick<RunTurn, 'turn' | 'path'> & Told,
): LedgerRunTurn {
  const { execution, step, number, agent, provider, model, status } = row;
  const problem = row.problem === null ? null : (JSON.parse(row.problem) as ReplyProblem).reason;
  const isDone = status === 'completed';
  return {
    key: { execution, step, number, requestHash: row.request_hash },
    turn,
    path,
    number,
    seq: begun.get(callName(row)) ?? null,
    agent,
    provider,
    model,
    simulated: row.simulated === 1,
    attempt: row.failures + (status === 'failed' ? 0 : 1),
    state: stateOf(status, problem, hasEnded),
    problem,
    error: row.error_type,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    usage: isDone ? toUsage(row) : null,
    cost: row.cost,
  };
}

function stateOf(status: Row['status'], problem: string | null, hasEnded: boolean) {
  if (status === 'completed') return problem === null ? 'done' : 'unusable';
  if (status === 'failed') return 'failed';
  return hasEnded ? 'cancelled' : 'running';
}

/** What a turn was written from, and what came back. */
export interface LedgerTurnTexts {
  /** `CallInput` as JSON. */
  input: string | null;
  /** `null`: there is no reply. */
  content: string | null;
  turn: string | null;
}

export async function readTurnTexts(
  db: Database,
  { execution, step, number, requestHash }: LedgerKey,
): Promise<LedgerTurnTexts | undefined> {
  return await db
    .selectFrom('model_calls')
    .leftJoin('messages', 'messages.id', 'model_calls.message_id')
    .select(['model_calls.input', 'messages.content', 'messages.turn'])
    .where('model_calls.execution', '=', execution)
    .where('model_calls.step', '=', step)
    .where('model_calls.number', '=', number)
    .where('model_calls.request_hash', '=', requestHash)
    .executeTakeFirst();
}
