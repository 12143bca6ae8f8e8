import type { AGUIEvent, Interrupt, Message, TokenUsage } from '@ag-ui/core';
import { EventType } from '@ag-ui/core';
import type { EventCursor } from '../../../../core/event-cursor.ts';
import type { RunEvent } from '../../../../core/events.ts';
import { ownEvent } from './own-events.ts';
import type { EventOf, Place } from './place.ts';
import { SharedState } from './shared-state.ts';
import { Speakers } from './speakers.ts';
import { Spent } from './spent.ts';
import { Steps } from './steps.ts';
import { Texts } from './texts.ts';
import { ToolCalls } from './tool-calls.ts';
import { Transcript } from './transcript.ts';

/** What a front end has when a run begins, and what it is shown of it. */
export interface TranslatedRun extends Place {
  team: string;
  studio: string | null;
  messages: readonly Message[];
  state: unknown;
}

/**
 * From the events of a run to those of AG-UI: steps are steps, the agents of a team are subagents, what
 * they say are messages, and what the team answers is a message of the run's own agent.
 */
export class Translation {
  readonly #place: Place;
  readonly #steps = new Steps();
  readonly #speakers: Speakers;
  readonly #texts: Texts;
  readonly #calls: ToolCalls;
  readonly #state: SharedState;
  readonly #transcript: Transcript;
  readonly #spent = new Spent();

  constructor(run: TranslatedRun) {
    this.#place = run;
    this.#speakers = new Speakers(run);
    this.#texts = new Texts(run, this.#speakers);
    this.#calls = new ToolCalls(run, this.#speakers, this.#texts);
    this.#state = new SharedState(run.state, { id: run.run, team: run.team, studio: run.studio });
    this.#transcript = new Transcript(run.messages);
  }

  /** What was spent in the turns of this AG-UI run. */
  get usage(): TokenUsage[] {
    return this.#spent.usage;
  }

  /** Takes an event that an earlier AG-UI run has told. */
  remember(event: RunEvent): void {
    if (event.type === 'turn.started') this.#spent.take(event);
    if (event.type !== 'text.delta') this.#translate(event);
  }

  /** What stands at the beginning of an AG-UI run: the state, and what goes on from an earlier one. */
  begin(after: EventCursor): AGUIEvent[] {
    this.#texts.goOnFrom(after);
    return [this.#state.snapshot(), ...this.#steps.reopen(), ...this.#speakers.reopen()];
  }

  take(event: RunEvent): AGUIEvent[] {
    this.#spent.take(event);
    const translated = this.#translate(event);
    for (const each of translated) this.#transcript.add(each);
    return translated;
  }

  /** Ends what is open, as it goes on in a later AG-UI run. */
  suspend(interrupts: readonly Interrupt[]): AGUIEvent[] {
    return [
      ...this.#texts.suspend(),
      ...this.#speakers.suspend(interrupts),
      ...this.#steps.suspend(),
    ];
  }

  /** Ends what is still open when the run has ended. */
  close(event: EventOf<'run.ended'>): AGUIEvent[] {
    return [...this.#texts.suspend(), ...this.#speakers.take(event), ...this.#steps.suspend()];
  }

  /** The answer as a message, unless it has been said. */
  answer(content: string): AGUIEvent[] {
    if (content === '' || content === this.#texts.answer) return [];
    const messageId = `${this.#place.run}:answer`;
    return [
      { type: EventType.TEXT_MESSAGE_START, messageId, role: 'assistant' },
      { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta: content },
      { type: EventType.TEXT_MESSAGE_END, messageId },
    ];
  }

  /** Whose a question is, and the tool call that it is about. */
  askedBy(asked: EventOf<'question.asked'>): { subagentRunId?: string; toolCallId?: string } {
    const toolCallId = this.#calls.idOfAsked(asked);
    return {
      ...this.#speakers.attribution(asked.path),
      ...(toolCallId !== null && { toolCallId }),
    };
  }

  #translate(event: RunEvent): AGUIEvent[] {
    if (event.type === 'turn.retried') return this.#retract(event);
    const [steps, speakers, texts, calls] = [this.#steps, this.#speakers, this.#texts, this.#calls];
    const inward = [steps, speakers, texts, calls];
    // what ends is closed from the inside
    const parts = event.type === 'step.ended' ? inward.toReversed() : inward;
    const told = parts.flatMap((part) => part.take(event));
    return [...told, ...this.#state.take(event), ...ownEvent(event)];
  }

  #retract(event: EventOf<'turn.retried'>): AGUIEvent[] {
    const retracted = this.#texts.retract(event);
    if (retracted === null) return [];
    return [...retracted.events, this.#transcript.without(retracted.id)];
  }
}
