import type { WriteKind } from '../writer.ts';

/** What it has besides what every step has (turns, tools, questions) are the steps that it asked as tools. */
export const agent: WriteKind<null> = ({ children }, _, writer) =>
  children.flatMap(({ path }) => writer.step(path));
