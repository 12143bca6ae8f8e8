import { useEffect, useRef } from 'preact/hooks';
import type { RunView } from '../../core/run-view/index.ts';
import type { StreamState } from '../api/event-stream.ts';
import { say } from '../shell/say.ts';

/** Tells screen readers what matters of a run that goes on: questions, and its end. */
export function useSaidChanges(view: RunView, state: StreamState): void {
  const wasLive = useRef(false);
  const questions = view.questions.length;
  const before = useRef(questions);
  useEffect(() => {
    if (wasLive.current && questions > before.current) say('The run asks something.');
    before.current = questions;
  }, [questions]);
  useEffect(() => {
    if (view.hasEnded && wasLive.current)
      say(view.root.error ? 'The run has failed.' : 'The run has ended.');
    wasLive.current ||= state === 'live' && view.seq > 0 && !view.hasEnded;
  }, [view.hasEnded, state, view.seq > 0]);
}
