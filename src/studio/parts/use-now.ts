import { useEffect, useState } from 'preact/hooks';

/** The time, each second, as long as something goes on; milliseconds since the epoch. */
export function useNow(goesOn: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [goesOn]);
  return now;
}
