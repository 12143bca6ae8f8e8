const statusWords: Record<string, string> = {
  running: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  terminated: 'terminated',
  timedOut: 'timed out',
  waiting: 'waiting for somebody',
  retrying: 'trying again',
};

/** How something stands, as a word with a dot of its colour. */
export function StatusBadge({ status }: { status: string }) {
  return (
    <span class={`badge status-${status}`}>
      <span class="dot" aria-hidden="true" />
      {statusWords[status] ?? status}
    </span>
  );
}

export function KindBadge({ kind }: { kind: string }) {
  return <span class="kind">{kind}</span>;
}

/** That no provider was asked. */
export function SimulatedBadge() {
  return (
    <span class="badge simulated" title="No provider was asked: replies and costs are made up">
      simulated
    </span>
  );
}
