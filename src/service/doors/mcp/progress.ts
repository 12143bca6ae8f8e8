import type { RunEvent } from '../../../core/events.ts';
import { eventLine } from '../../../core/kinds/event-line.ts';
import { countOf, excerpt, showCost } from '../../../core/amounts.ts';
import { showMs } from '../../../core/durations.ts';

/** How much is told of what is being said. */
const shownCharacters = 120;

/** What happens in a run, a line an event, for people who wait for it. */
export class Progress {
  /** Who speaks at each path, and the end of what they say. */
  readonly #speaking = new Map<string, { agent: string; text: string }>();
  readonly #titles = new Map<string, string>();

  /** What goes on now, in a line. */
  get now(): string {
    const [speaker] = [...this.#speaking.values()].slice(-1);
    if (speaker === undefined) return 'it goes on';
    const { agent, text } = speaker;
    return text === '' ? `${agent} is answering` : `${agent}: ${excerpt(text, shownCharacters)}`;
  }

  /** The line that tells an event; `null`: it tells nothing that has to be said. */
  take(event: RunEvent): string | null {
    const { path } = event;
    switch (event.type) {
      case 'run.started':
        return `${event.name} begins (run ${event.run})`;
      case 'step.started':
        this.#titles.set(path, event.title);
        return event.kind === 'agent' || event.kind === 'person' ? null : `${event.title} begins`;
      case 'turn.started':
        this.#speaking.set(path, { agent: event.agent, text: '' });
        return `${event.agent} is answering${this.#at(path)}`;
      case 'turn.retried':
        this.#say(path, '');
        return `${this.#who(path)} is asked again: ${excerpt(event.reason, shownCharacters)}`;
      case 'text.delta':
        this.#say(path, event.text);
        return null;
      case 'turn.ended':
        this.#speaking.delete(path);
        return null;
      case 'step.ended':
        return this.#ended(event);
      default:
        return lineOf(event);
    }
  }

  #ended({ path, success, error, cost, durationMs }: EventOf<'step.ended'>): string {
    const title = this.#titles.get(path) ?? path;
    this.#titles.delete(path);
    this.#speaking.delete(path);
    if (!success) return `${title} has failed: ${excerpt(error?.message ?? '', shownCharacters)}`;
    return `${title} is done: ${showMs(durationMs)}, ${showCost(cost)}`;
  }

  #who(path: string): string {
    return this.#speaking.get(path)?.agent ?? this.#titles.get(path) ?? 'the agent';
  }

  #at(path: string): string {
    const title = this.#titles.get(path);
    return title === undefined ? '' : ` (${title})`;
  }

  #say(path: string, text: string): void {
    const speaker = this.#speaking.get(path);
    if (speaker === undefined) return;
    speaker.text = text === '' ? '' : `${speaker.text}${text}`.slice(-shownCharacters);
  }
}

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

function lineOf(event: RunEvent): string | null {
  switch (event.type) {
    case 'tool.called':
      return `${event.name} is called with ${excerpt(event.args, shownCharacters)}`;
    case 'tool.progress':
      return `${event.name}: ${excerpt(event.message, shownCharacters)}`;
    case 'tool.ended':
      return event.error === null
        ? `${event.name} has answered`
        : `${event.name}: ${excerpt(event.error, shownCharacters)}`;
    case 'plan.made':
      return `plan ${event.plan.version}: ${countOf(event.plan.tasks.length, 'task')}`;
    case 'vote.cast':
      return `${event.agent} votes ${event.option}: ${excerpt(event.why, shownCharacters)}`;
    case 'round.ended':
      return `round ${event.round} has ended ${event.consensus ? 'with' : 'without'} a consensus`;
    case 'question.asked':
      return `a person is asked: ${excerpt(event.question, shownCharacters)}`;
    case 'question.answered':
      return event.by === null ? 'the question is answered' : `${event.by} has answered`;
    case 'warning':
      return `${event.warning}: ${excerpt(event.message, shownCharacters)}`;
    default:
      return eventLine(event) ?? null;
  }
}
