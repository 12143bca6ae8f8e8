import type { StepError } from './results.ts';

/** A piece of a report: lines of text, or rows of aligned cells. */
export type Block = { lines: string[] } | { rows: string[][] };

/** One line about something that was done. */
export interface ReportedPart {
  name: string;
  /** What was said; `null` where it failed. */
  content: string | null;
  error: StepError | null;
  /** Milliseconds. */
  durationMs: number;
  /** US dollars; `null` when it is not known. */
  cost: number | null;
}

/** How a step went, in plain words, for whoever shows it: a terminal, the Web UI. */
export interface Report {
  /** The last one says how it ended. */
  blocks: Block[];
  parts: ReportedPart[];
}
