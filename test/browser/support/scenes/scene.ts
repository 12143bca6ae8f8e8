import type { Page } from 'playwright-core';
import type { StepInput } from '../../../../src/core/kinds/step.ts';
import type { StudioWorld } from '../studio-world.ts';

/** A run of a kind: it stands still in the middle, and then goes on to its end. */
export interface Scene {
  step: StepInput;
  /** What is said in it. Left out: what is said always. */
  script?: (world: StudioWorld) => void;
  /** The reply at which it stands still, as in `StudioWorld.held`; `null`: a person is asked. */
  held: string | null;
  /** What its page shows in the middle, and at the end. */
  middle: (page: Page) => Promise<void>;
  end: (page: Page) => Promise<void>;
  /** Rows of the timeline in the middle, and at the end. */
  rows: { middle: readonly string[]; end: readonly string[] };
}

export const agentCalled = (name: string) => ({ kind: 'agent' as const, name, provider: 'chat' });
