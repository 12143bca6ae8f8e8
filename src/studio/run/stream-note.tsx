import { useCell } from '../parts/cell.ts';
import type { RunStore } from './run-store.ts';

/** Whether what is shown is what happens now. */
export function StreamNote({ store, hasEnded }: { store: RunStore; hasEnded: boolean }) {
  const state = useCell(store.state);
  if (hasEnded || state === 'ended') return null;
  if (state === 'live')
    return (
      <span class="badge live">
        <span class="dot" aria-hidden="true" />
        live
      </span>
    );
  return (
    <span class="badge reconnecting" role="status">
      {state === 'reconnecting' ? 'reconnecting…' : 'connecting…'}
    </span>
  );
}
