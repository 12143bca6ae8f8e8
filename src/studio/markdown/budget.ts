/** Milliseconds of a frame that go into parsing at most: the rest is for what the page does else. */
const perFrame = 6;

const spent = { ms: 0, frameAsked: false };
const waiting: (() => void)[] = [];

/** Does it now where this frame has time left, and else says so. */
export function inBudget(work: () => void): boolean {
  if (waiting.length > 0 || spent.ms >= perFrame) return false;
  measured(work);
  askForFrame();
  return true;
}

/** Does it in one of the next frames; what it returns takes it back. */
export function whenThereIsTime(work: () => void): () => void {
  waiting.push(work);
  askForFrame();
  return () => {
    const index = waiting.indexOf(work);
    if (index >= 0) waiting.splice(index, 1);
  };
}

function askForFrame(): void {
  if (spent.frameAsked) return;
  spent.frameAsked = true;
  requestAnimationFrame(() => {
    spent.frameAsked = false;
    spent.ms = 0;
    while (spent.ms < perFrame) {
      const work = waiting.shift();
      if (work === undefined) return;
      measured(work);
    }
    askForFrame();
  });
}

function measured(work: () => void): void {
  const began = performance.now();
  work();
  spent.ms += performance.now() - began;
}
