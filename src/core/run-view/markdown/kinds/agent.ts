import type { WriteKind } from '../writer.ts';

/** All that it has is what every step has: turns, tools, questions. */
export const agent: WriteKind<null> = () => [];
