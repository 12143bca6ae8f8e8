import type { ParallelView } from '../../kinds/parallel.ts';
import type { WriteKind } from '../writer.ts';

export const parallel: WriteKind<ParallelView> = (_, { columns }, writer) =>
  columns.flatMap(({ path }) => writer.step(path));
