import { type AGUIEvent, EventType, type Interrupt, type SubagentFinishedEvent } from '@ag-ui/core';
import type { EventError, RunEvent } from '../../../../core/events.ts';
import type { EventOf, Place } from './place.ts';

interface Speaker {
  /** Of this one invocation. */
  id: string;
  agent: string;
  title: string;
}

/** The agents of a team as subagents of the run: from their first turn in a step to the end of the step. */
export class Speakers {
  readonly #place: Place;
  readonly #open = new Map<string, Speaker>();
  /** What the steps that go on are called. */
  readonly #titles = new Map<string, string>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** Whose the things that happen at a path are: `{}`, the team's. */
  attribution(path: string): { subagentRunId?: string } {
    const speaker = this.#open.get(path);
    return speaker === undefined ? {} : { subagentRunId: speaker.id };
  }

  take(event: RunEvent): AGUIEvent[] {
    switch (event.type) {
      case 'step.started':
        this.#titles.set(event.path, event.title);
        return [];
      case 'turn.started':
        return this.#begin(event);
      case 'step.ended':
        return this.#end(event.path, event.error);
      case 'run.ended':
        return [...this.#open.keys()].flatMap((path) => this.#end(path, event.error));
      default:
        return [];
    }
  }

  /** Says that the open ones wait, each for its own interrupts. */
  suspend(interrupts: readonly Interrupt[]): AGUIEvent[] {
    return [...this.#open.values()].map(({ id }): SubagentFinishedEvent => {
      const own = interrupts.filter(({ subagentRunId }) => subagentRunId === id);
      const interruptIds = own.map((interrupt) => interrupt.id);
      const outcome = {
        type: 'suspended' as const,
        ...(interruptIds.length > 0 && { interruptIds }),
      };
      return { type: EventType.SUBAGENT_FINISHED, subagentRunId: id, outcome };
    });
  }

  /** Says that the open ones go on. */
  reopen(): AGUIEvent[] {
    return [...this.#open.values()].map(started);
  }

  #begin({ path, agent, seq }: EventOf<'turn.started'>): AGUIEvent[] {
    if (path === this.#place.answerPath || this.#open.has(path)) return [];
    const id = `${this.#place.run}:${seq}`;
    const speaker = { id, agent, title: this.#titles.get(path) ?? path };
    this.#open.set(path, speaker);
    return [started(speaker)];
  }

  #end(path: string, error: EventError | null): AGUIEvent[] {
    this.#titles.delete(path);
    const speaker = this.#open.get(path);
    if (!this.#open.delete(path) || speaker === undefined) return [];
    const about = { subagentRunId: speaker.id };
    if (error === null) return [{ type: EventType.SUBAGENT_FINISHED, ...about }];
    const { message, type: code } = error;
    return [{ type: EventType.SUBAGENT_ERROR, ...about, message, code }];
  }
}

function started({ id, agent, title }: Speaker): AGUIEvent {
  return {
    type: EventType.SUBAGENT_STARTED,
    subagentRunId: id,
    name: agent,
    ...(title !== '' && { description: title }),
  };
}
