import type { Text } from '../content.ts';
import type { EventBody } from '../events.ts';
import type { StepResult } from '../kinds/step.ts';

/** One part of a run's details. It holds no more than it shows, however long the run is. */
export interface Section {
  /** Takes what has happened at a step path, `''`: of the run itself; whether it shows something of it. */
  hear?(event: EventBody<Text>, path: string): boolean;
  /** Takes a step that has ended. */
  ended?(result: StepResult, path: string): void;
  /** What it shows, as lines of Markdown; none: nothing. */
  lines(): string[];
}
