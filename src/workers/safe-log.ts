/** Told one line at a time; code of the user's. */
type Log = (line: string) => void;

/** The same, and what it throws ends nobody's work: it is called from timers and by other libraries. */
export function safeLog(log: Log | undefined): Log {
  return (line) => {
    try {
      log?.(line);
    } catch {
      // whoever listens has to say that themselves
    }
  };
}
