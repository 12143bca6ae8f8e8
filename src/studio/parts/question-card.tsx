import { useState } from 'preact/hooks';
import { at, request, type RequestError } from '../api/request.ts';
import { Prose } from '../markdown/prose.tsx';
import { say } from '../shell/say.ts';
import type { AskedQuestion, GivenAnswer } from './asked-question.ts';
import { AnswerFields } from './answer-fields.tsx';
import { showLeft, showTime } from './figures.ts';
import { JsonView } from './json-view.tsx';
import { ErrorNote } from './states.tsx';
import { asError } from './use-loaded.ts';

/** A question that waits, with what it takes to answer it. */
export function QuestionCard(props: { question: AskedQuestion; answered?: () => void }) {
  const { question } = props;
  const [error, setError] = useState<RequestError | null>(null);
  const [sending, setSending] = useState(false);
  const give = async (given: GivenAnswer) => {
    setSending(true);
    setError(null);
    try {
      const body = { question: question.id, ...given };
      await request(at`v1/runs/${question.run}/answers`, { method: 'POST', body });
      say('Your answer was given.');
      props.answered?.();
    } catch (failed) {
      setError(asError(failed));
      setSending(false);
    }
  };
  return (
    <article class="card question" aria-label={question.approval ? 'An approval' : 'A question'}>
      <Asked question={question} />
      <AnswerFields question={question} sending={sending} give={(given) => void give(given)} />
      {error !== null && <ErrorNote error={error} />}
    </article>
  );
}

function Asked({
  question: { question, approval, assignee, deadline },
}: {
  question: AskedQuestion;
}) {
  return (
    <>
      <p class="question-head">
        <strong>{approval ? `${approval.agent} asks for permission` : 'A question'}</strong>
        {assignee !== null && <span> for {assignee}</span>}
        {deadline !== null && (
          <time class="muted" dateTime={deadline} title={showTime(deadline)}>
            {' '}
            · {showLeft(deadline)}
          </time>
        )}
      </p>
      <Prose text={question} />
      {approval && (
        <>
          {approval.said !== '' && <Prose text={approval.said} />}
          <p>
            <code class="tool-name">{approval.tool}</code> with
          </p>
          <JsonView text={approval.args} label={`Arguments of ${approval.tool}`} />
        </>
      )}
    </>
  );
}
