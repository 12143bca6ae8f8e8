import type { ViewNode } from '../types.ts';

/** What a part of the document is written with. */
export interface MarkdownWriter {
  /** A heading below that of the step that is written. */
  heading(words: string): string;
  /** A step inside it, under a heading of its own; default: its title. */
  step(path: string, heading?: string): string[];
  /** What a step says, under no heading. */
  said(path: string): string[];
}

/** How the steps of a kind are written: blocks with a blank line between. */
export type WriteKind<Own> = (node: ViewNode, own: Own, writer: MarkdownWriter) => string[];
