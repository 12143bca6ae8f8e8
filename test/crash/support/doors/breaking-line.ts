import { full } from '../scale.ts';
import { startTcpRelay } from '../tcp-relay.ts';

/** How long a connection lives on once it has carried an event; milliseconds. */
const livesOnMs = 500;

/** How often it breaks at most: of a short run the end is heard as it is said, on a slow machine too. */
const breaksAtMost = full ? Infinity : 4;

/** A way to a service that breaks again and again, in the middle of what happens. */
export interface BreakingLine {
  /** What to ask instead of the service. */
  url: string;
  /** From now on each connection breaks soon after its first event: so all of them get somewhere. */
  beginToBreak(): void;
  close(): Promise<void>;
}

export async function openBreakingLine(url: string): Promise<BreakingLine> {
  let isBreaking = false;
  let broken = 0;
  let timer: NodeJS.Timeout | undefined;
  const relay = await startTcpRelay(new URL(url).host, (bytes) => {
    if (isBreaking && broken < breaksAtMost && bytes.includes('\ndata: '))
      timer ??= setTimeout(breakAll, livesOnMs);
  });
  const breakAll = () => {
    timer = undefined;
    broken += 1;
    relay.open();
  };
  return {
    url: `http://${relay.address}`,
    beginToBreak: () => void (isBreaking = true),
    async close() {
      clearTimeout(timer);
      await relay.close();
    },
  };
}
