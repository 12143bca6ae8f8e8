import type { Text } from '../../core/content.ts';
import type { ThreadWindow } from '../../core/thread-window.ts';
import type { DescribedTools } from '../../core/tools.ts';
import type { Spending } from '../../core/usage.ts';

/** A step's thread, as plain JSON, and what it has cost to sum its beginning up. */
export interface StepThread {
  window: ThreadWindow;
  spent: Spending;
  /** What the window holds as one text, where a pattern has it as background. */
  written?: Text;
}

/** What an agent has for one answer besides its spec; the same in all of its turns. */
export interface AgentResources {
  /** Its registered tools; `null`: none. */
  tools: DescribedTools | null;
  /** The steps that it may ask as tools; left out: none. */
  steps?: { names: string[]; definitions: Text };
  /** Whether it has `remember` and `forget`. */
  memory: boolean;
  /** What its prompt says of the user; '': nothing. */
  user: Text;
  /** What it sees of its thread; `null`: it has none. */
  thread: StepThread | null;
}
