/** Watches how long the event loop is held in one piece. */
export interface StallWatch {
  /** Milliseconds of the longest piece so far: of CPU, which a busy machine does not make longer. */
  longest(): number;
  stop(): void;
}

export function watchStalls(): StallWatch {
  let longest = 0;
  let stopped = false;
  let before = process.cpuUsage();
  const look = () => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.cpuUsage();
    if (!stopped) setImmediate(look);
  };
  setImmediate(look);
  return {
    longest: () => longest,
    stop: () => void (stopped = true),
  };
}
