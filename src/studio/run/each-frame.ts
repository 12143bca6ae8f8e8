/** Milliseconds between two frames of a page that nobody sees, which has none. */
const unseen = 500;

/**
 * Does something once in the next frame, however often it is asked for; and again in the one after, as
 * long as it says so.
 */
export function eachFrame(work: () => boolean): () => void {
  let asked = false;
  const ask = () => {
    if (asked) return;
    asked = true;
    if (document.hidden) setTimeout(run, unseen);
    else requestAnimationFrame(run);
  };
  const run = () => {
    asked = false;
    if (work()) ask();
  };
  return ask;
}
