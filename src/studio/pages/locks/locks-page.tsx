import { showMs } from '../../../core/durations.ts';
import type { LockListing, LockStatus } from '../../../core/locks.ts';
import { request } from '../../api/request.ts';
import { Empty, Shown } from '../../parts/states.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';

/** The locks that are held, and who waits for them. */
export function LocksPage() {
  const loaded = useLoaded(
    'locks',
    (signal) => request<Partial<LockListing>>('v1/locks', { signal }),
    3_000,
  );
  return (
    <section class="page narrow" aria-labelledby="locks-title">
      <h1 id="locks-title">Locks</h1>
      <Shown loaded={loaded}>
        {({ locks = [], more = 0 }) =>
          locks.length === 0 ? (
            <Empty title="No lock is held">
              Tools that work on the same thing take turns by a lock; it shows up here meanwhile.
            </Empty>
          ) : (
            <>
              <ul class="stack">
                {locks.map((lock) => (
                  <Lock key={`${lock.namespace}/${lock.key}`} lock={lock} />
                ))}
              </ul>
              {more > 0 && <p class="muted">and {more} more</p>}
            </>
          )
        }
      </Shown>
    </section>
  );
}

function Lock({ lock }: { lock: LockStatus }) {
  const { namespace, key, holder, heldForMs, expiresInMs, fencing, waiters } = lock;
  return (
    <li class="card" data-item tabIndex={0}>
      <h2>
        <span class="muted">{namespace}/</span>
        {key}
      </h2>
      <p>
        {holder === null ? (
          'held by nobody at this moment'
        ) : (
          <>
            held by <strong>{holder}</strong>
          </>
        )}
        {heldForMs !== null && <> for {showMs(heldForMs)}</>}
        {expiresInMs !== null && (
          <span class="muted">, its lease ends in {showMs(Math.max(0, expiresInMs))}</span>
        )}
      </p>
      <p class="muted small">grant {fencing}</p>
      {waiters.length > 0 && (
        <ol class="waiters" aria-label="Who waits">
          {waiters.map((waiter) => (
            <li key={waiter.position}>
              {waiter.holder} <span class="muted">for {showMs(waiter.waitingMs)}</span>
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}
