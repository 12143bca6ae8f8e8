import { parseStep } from '../../../src/core/kinds/step-schema.ts';
import type { Step } from '../../../src/core/kinds/step.ts';
import type { EventBody, RunEvent } from '../../../src/core/events.ts';

/** Makes the events of a run, one after the other. */
export class Teller {
  #seq = 0;
  #turn = 0;
  #said = 0;
  readonly run = 'scripted';

  /** What happens next at a path. */
  next(path: string, body: EventBody): RunEvent {
    this.#seq += 1;
    if (body.type === 'turn.started') [this.#turn, this.#said] = [this.#seq, 0];
    const at = new Date(Date.UTC(2026, 0, 1) + this.#seq * 100).toISOString();
    return { ...body, seq: this.#seq, at, run: this.run, path, cursor: `${this.#seq}` };
  }

  /** A piece of what is said in the turn that began last. */
  delta(path: string, text: string): RunEvent {
    const offset = this.#said;
    this.#said += text.length;
    const at = new Date(Date.UTC(2026, 0, 1) + this.#seq * 100).toISOString();
    const place = { seq: this.#seq, at, run: this.run, path, cursor: `${this.#seq}:${this.#said}` };
    return { type: 'text.delta', text, offset, turn: this.#turn, ...place };
  }

  begin(path: string, agent: string): RunEvent[] {
    const turn = { provider: 'chat', model: 'model-1', attempt: 1 };
    return [
      this.next(path, { type: 'step.started', kind: 'agent', title: path }),
      this.next(path, { type: 'turn.started', agent, ...turn }),
    ];
  }

  end(path: string, text: string): RunEvent[] {
    const usage = {
      inputTokens: 9,
      outputTokens: 9,
      cachedTokens: 0,
      reasoningTokens: 0,
      calls: 1,
    };
    const ended = { success: true, error: null, cost: 0.01, durationMs: 10 };
    return [
      this.next(path, { type: 'turn.ended', text, usage, cost: 0.01, problem: null }),
      this.next(path, { type: 'step.ended', ...ended, content: text }),
    ];
  }

  /** A whole statement. */
  statement(path: string, agent: string, text: string): RunEvent[] {
    return [...this.begin(path, agent), ...this.end(path, text)];
  }
}

/** A debate of these speakers, every default filled in. */
export function debateOf(speakers: readonly string[], rounds: number): Step {
  const agents = speakers.map((name) => ({ kind: 'agent', name, provider: 'chat' }));
  return parseStep({ kind: 'debate', name: 'Long debate', agents, rounds });
}
