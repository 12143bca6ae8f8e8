import { useEffect } from 'preact/hooks';
import type { RunView } from '../../core/run-view/index.ts';
import { say } from '../shell/say.ts';

/** Milliseconds after which what has happened is no news. */
const news = 15_000;

/** Tells screen readers what matters of a run that goes on: questions, and its end. */
export function useSaidChanges({ questions, hasEnded, root }: RunView): void {
  const last = questions.at(-1)?.askedAt ?? null;
  useEffect(() => {
    if (isNews(last)) say('The run asks something.');
  }, [last]);
  useEffect(() => {
    if (hasEnded && isNews(root.endedAt))
      say(root.error ? 'The run has failed.' : 'The run has ended.');
  }, [hasEnded]);
}

function isNews(at: string | null): boolean {
  return at !== null && Date.now() - Date.parse(at) < news;
}
