import { activityInfo } from '@temporalio/activity';
import type { EventBody, ToldEvent } from '../../core/events.ts';
import type { Text } from '../../core/content.ts';
import type { EventRow } from '../store/events.ts';
import { type ModelCall, pathOfCall } from '../../core/model-call.ts';
import { callName } from '../store/ledger.ts';
import type { ToldReply } from '../live-text/told.ts';
import type { EventLog } from './event-log.ts';
import { argumentsOf } from './live-arguments.ts';

/** A turn of an agent, and where it stands. */
export interface TurnPlace {
  /** Workflow id of the outermost run. */
  run: string;
  /** Step path in the run. */
  path: string;
  /** Names the model call for good. */
  call: string;
  /** Names this attempt at it. */
  attempt: string;
  /** Whether there were attempts before. */
  isRepeated: boolean;
}

/** One attempt at a model call, as followers see it. */
export class LiveTurn implements ToldReply {
  readonly #log: EventLog;
  readonly #place: TurnPlace;
  /** Key of the event that the text began with. */
  #turn = '';
  #begun = 0;
  #length = 0;
  /** Characters of arguments that were told: of all calls, and by call. */
  #argsLength = 0;
  #args = new Map<number, number>();
  #isOver = false;
  /** Keys under which something was said. */
  readonly #spoken = new Set<string>();
  #taken: EventRow[] = [];

  constructor(log: EventLog, place: TurnPlace) {
    this.#log = log;
    this.#place = place;
  }

  /**
   * The model is about to be asked.
   *
   * @param retried why it is asked once more
   */
  start(started: Omit<EventBody & { type: 'turn.started' }, 'type'>, retried?: string): void {
    if (retried !== undefined) this.#begin({ type: 'turn.retried', reason: retried });
    this.#begin({ type: 'turn.started', ...started });
  }

  /** A piece of what it says. */
  text(piece: string): void {
    if (this.#isOver) return;
    const { call } = this.#place;
    this.#log.speak({ turn: this.#turn, call, start: this.#length, text: piece });
    this.#length += piece.length;
    this.#spoken.add(this.#turn);
  }

  /** A piece of the arguments of one of its tool calls. */
  toolCall(index: number, name: string, piece: string): void {
    if (this.#isOver) return;
    const { call } = this.#place;
    const turn = argumentsOf(this.#turn);
    const offset = this.#args.get(index) ?? 0;
    const tool = { call: index, name, offset };
    this.#log.speak({ turn, call, start: this.#argsLength, text: piece, tool });
    this.#argsLength += piece.length;
    this.#args.set(index, offset + piece.length);
    this.#spoken.add(turn);
  }

  /** What it has said so far counts no more. */
  restart(reason: string): void {
    if (this.#length + this.#argsLength > 0) this.#begin({ type: 'turn.retried', reason });
  }

  /**
   * What is written with its reply: the events of the run that wait, and no more text.
   *
   * @param end compares what was said with the reply: it may begin again
   */
  async take(end: () => void): Promise<{ rows: EventRow[]; spoke: boolean }> {
    this.#isOver = true; // what was not said yet is told with the end of the turn
    end();
    const { run, call } = this.#place;
    this.#taken = await this.#log.take(run);
    const spoke = this.#log.hush(call);
    return { rows: this.#taken, spoke: spoke || this.#place.isRepeated };
  }

  /**
   * Carries out the turn. Where it fails, what was said in it is dropped, and what was taken waits again.
   *
   * @throws what it fails with
   */
  async during<T>(carryOut: () => Promise<T>): Promise<T> {
    try {
      return await carryOut();
    } catch (error) {
      this.#isOver = true;
      this.#log.drop([...this.#spoken]);
      this.#log.giveBack(this.#place.run, this.#taken);
      throw error;
    }
  }

  #begin(event: EventBody<Text>): void {
    const { run, path, call, attempt } = this.#place;
    this.#begun += 1;
    this.#length = this.#argsLength = 0;
    this.#args = new Map();
    this.#turn = `${call}@${attempt}.${this.#begun}`;
    this.#log.tell(run, [{ ...event, key: this.#turn, path } satisfies ToldEvent], call);
  }
}

/** Whom an attempt asks, and what the last one failed with. */
interface Asked {
  provider: string;
  model: string | null;
  failedBefore: string | null;
}

/** Tells that a model is about to be asked: from now on it can be followed what it says. */
export function startTurn(
  log: EventLog,
  call: ModelCall,
  { failedBefore, ...asked }: Asked,
): LiveTurn {
  const { owner, key, agentName, tell = [] } = call;
  const { attempt, activityId } = activityInfo();
  log.tell(owner.run, tell);
  const turn = new LiveTurn(log, {
    run: owner.run,
    path: pathOfCall(call),
    call: callName(key),
    attempt: `${activityId}.${attempt}`,
    isRepeated: attempt > 1,
  });
  const retried = attempt === 1 ? undefined : (failedBefore ?? 'its worker was lost');
  turn.start({ agent: agentName, ...asked, attempt }, retried);
  return turn;
}
