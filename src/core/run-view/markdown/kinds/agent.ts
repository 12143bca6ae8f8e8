import { isAskedStep } from '../../../kinds/agent/paths.ts';
import type { WriteKind } from '../writer.ts';

/** What it has besides what every step has (turns, tools, checks, questions) are the steps that it asked as tools. */
export const agent: WriteKind<null> = ({ children }, _, writer) =>
  children.flatMap(({ path }) => (isAskedStep(path) ? writer.step(path) : []));
