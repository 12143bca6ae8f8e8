import type { RunEvent } from '../../core/events.ts';
import { type StreamState, follow } from '../api/event-stream.ts';
import { at, request, type RequestError } from '../api/request.ts';
import type { RunInput } from '../api/shapes.ts';
import type { RunTurn, RunTurnTexts } from '../../core/run-turns.ts';

/** Where a run's page has its run from: the service, or the page itself. */
export interface RunSource {
  /** Workflow id. */
  run: string;
  /** Whether it can be answered, cancelled and started again. */
  isLive: boolean;
  /** Whether there are prompts to look at. */
  hasPrompts: boolean;
  /** What it was started with; `null` where that is not known. */
  input(signal: AbortSignal): Promise<RunInput | null>;
  /** Tells everything that happens, from the beginning, until it ends. */
  follow(follower: SourceFollower, signal: AbortSignal): Promise<void>;
  /** The calls of models, in order. */
  turns(signal: AbortSignal): Promise<RunTurn[]>;
  /** One of them with its prompt and its reply. */
  turn(turn: RunTurn, signal: AbortSignal): Promise<RunTurnTexts>;
}

interface SourceFollower {
  events: (events: readonly RunEvent[]) => void;
  state: (state: StreamState) => void;
  refused: (error: RequestError) => void;
}

/** A run of the service. */
export function servedRun(run: string): RunSource {
  return {
    run,
    isLive: true,
    hasPrompts: true,
    input: async (signal) =>
      await request<RunInput>(at`v1/runs/${run}/input`, { signal }).catch(() => null), // events tell enough
    follow: async (follower, signal) => await follow(run, follower, signal),
    turns: async (signal) =>
      (await request<{ turns: RunTurn[] }>(at`v1/runs/${run}/turns`, { signal })).turns,
    turn: async ({ turn }, signal) =>
      await request<RunTurnTexts>(at`v1/runs/${run}/turns/${turn}`, { signal }),
  };
}
