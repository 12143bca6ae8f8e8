import { countOf } from '../../core/amounts.ts';
import type { RunView } from '../../core/run-view/index.ts';
import { hrefOfStep } from '../shell/router.ts';
import { useRun } from './run-context.ts';

/** What should not be overlooked, and where it stands. */
export function Banners({ view: { questions, warnings } }: { view: RunView }) {
  const { run } = useRun().source;
  const [question] = questions;
  return (
    <>
      {question !== undefined && (
        <p class="note note-warn banner">
          {countOf(questions.length, 'question')} for somebody:
          <a href={hrefOfStep(run, question.path)}>go and answer</a>
        </p>
      )}
      {warnings.length > 0 && (
        <details class="more">
          <summary>{countOf(warnings.length, 'warning')}</summary>
          <ul class="stack">
            {warnings.map(({ path, warning, message }, index) => (
              <li key={index} class="note note-warn">
                <a href={hrefOfStep(run, path)}>{path === '' ? 'the run' : path}</a>{' '}
                <strong>{warning}</strong> {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
