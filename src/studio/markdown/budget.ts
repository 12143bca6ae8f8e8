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

/** Texts within a second that are parsed before it is known whether anybody sees them. */
const mostUnseen = 40;
const unseen = { since: 0, count: 0 };

/** The same for what may be far from the screen: a few of them, so that short pages are there at once. */
export function inBudgetUnseen(work: () => void): boolean {
  const now = performance.now();
  if (now - unseen.since > 1_000) [unseen.since, unseen.count] = [now, 0];
  unseen.count += 1;
  return unseen.count <= mostUnseen && inBudget(work);
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
