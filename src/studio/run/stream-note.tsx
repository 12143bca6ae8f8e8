import { useCell } from '../parts/cell.ts';
import type { RunStore } from './run-store.ts';

/** That what is shown may not be what happens now. */
export function StreamNote({ store, hasEnded }: { store: RunStore; hasEnded: boolean }) {
  const state = useCell(store.state);
  if (hasEnded || state === 'ended' || state === 'live') return null;
  return (
    <span class="badge reconnecting" role="status">
      {state === 'reconnecting' ? 'reconnecting…' : 'connecting…'}
    </span>
  );
}
