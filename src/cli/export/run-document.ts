import type { RunHandle, StartedWith } from '../../client/index.ts';
import type { RunEvent } from '../../core/events.ts';
import type { NodeState } from '../../core/run-view/index.ts';
import { applyAll, openRunView, type RunView } from '../../core/run-view/index.ts';
import { isObject } from '../../core/parse-json.ts';
import type { RunTurnTexts } from '../../core/run-turns.ts';

/** A run as one document: everything that it takes to look at it elsewhere. */
export interface RunDocument {
  run: {
    id: string;
    name: string;
    kind: string | null;
    state: NodeState;
    /** ISO 8601; `null`: it has not begun, or not ended. */
    startedAt: string | null;
    endedAt: string | null;
    simulated: boolean;
  };
  /** What it was started with. */
  input: StartedWith;
  events: RunEvent[];
  /** `null`: it has none yet. */
  result: unknown;
  /** Left out: they were not asked for. */
  turns?: RunTurnTexts[];
}

/**
 * Puts a run into a document, as far as it has got.
 *
 * @param withTurns also every request as it was sent, with its reply
 */
export async function runDocument(run: RunHandle, withTurns: boolean): Promise<RunDocument> {
  const [input, events] = await Promise.all([run.startedWith(), run.eventsSoFar()]);
  const { root, name, result } = applyAll(openRunView(input.step), events);
  const { kind, state, startedAt, endedAt } = root;
  const listed = withTurns || result === null ? await run.turns() : [];
  const simulated = isSimulated(result) || listed.some((turn) => turn.simulated);
  const about = { id: run.id, name, kind, state, startedAt, endedAt, simulated };
  const document = { run: about, input, events, result };
  if (!withTurns) return document;
  const turns: RunTurnTexts[] = [];
  for (const { turn } of listed) turns.push(await run.turn(turn));
  return { ...document, turns };
}

function isSimulated(result: unknown): boolean {
  return isObject(result) && result['simulated'] === true;
}

/** The document as it is looked at. */
export function viewOf({ input, events }: RunDocument): RunView {
  return applyAll(openRunView(input.step), events);
}
