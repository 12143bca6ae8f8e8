import type { Context } from '@temporalio/activity';

/** Heartbeats in the time after which a worker that sends none counts as dead. */
const beatsPerTimeout = 3;

/** Heartbeats are sent in groups, of what is due within this time. */
const grainMs = 25;

interface Beating {
  context: Pick<Context, 'heartbeat'>;
  everyMs: number;
  /** By `performance.now()`. */
  dueAt: number;
}

/** All activities of this process that send heartbeats: one timer serves them. */
const beating = new Set<Beating>();
let timer: NodeJS.Timeout | undefined;
let firesAt = Infinity;

/**
 * Sends heartbeats for an activity, at a third of its own heartbeat timeout: they only tell that its
 * worker lives. One without such a timeout sends none.
 *
 * @returns what ends them
 */
export function startHeartbeats(context: Pick<Context, 'heartbeat' | 'info'>): () => void {
  const { heartbeatTimeoutMs = 0 } = context.info;
  if (heartbeatTimeoutMs <= 0) return () => undefined;
  const everyMs = heartbeatTimeoutMs / beatsPerTimeout;
  // Calls that begin together do not beat together: a thousand at once would hold the process up.
  const dueAt = performance.now() + everyMs * (0.5 + Math.random() / 2);
  const entry = { context, everyMs, dueAt };
  beating.add(entry);
  if (dueAt < firesAt) fireAt(dueAt);
  return () => {
    beating.delete(entry);
    if (beating.size === 0) fireAt(Infinity);
  };
}

function fireAt(at: number): void {
  clearTimeout(timer);
  firesAt = at;
  if (at === Infinity) return;
  timer = setTimeout(beat, Math.max(grainMs, at - performance.now()));
}

function beat(): void {
  const now = performance.now();
  let next = Infinity;
  for (const each of beating) {
    if (each.dueAt <= now) {
      each.dueAt = now + each.everyMs;
      each.context.heartbeat();
    }
    next = Math.min(next, each.dueAt);
  }
  fireAt(next);
}
