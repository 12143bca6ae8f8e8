import type { WaitingQuestion } from '../../../core/questions/question.ts';
import { request } from '../../api/request.ts';
import { QuestionCard } from '../../parts/question-card.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { hrefOf } from '../../shell/router.ts';

/** All questions that wait for somebody, the oldest first. */
export function InboxPage() {
  const loaded = useLoaded(
    'inbox',
    (signal) => request<{ questions: WaitingQuestion[] }>('v1/inbox', { signal }),
    4_000,
  );
  return (
    <section class="page narrow" aria-labelledby="inbox-title">
      <h1 id="inbox-title">Inbox</h1>
      <Shown loaded={loaded}>
        {({ questions }) =>
          questions.length === 0 ? (
            <Empty title="Nothing waits for an answer">
              Questions and approvals of all runs are listed here while they wait.
            </Empty>
          ) : (
            <ul class="stack">
              {questions.map((question) => (
                <li key={`${question.answerTo} ${question.id}`}>
                  <p class="from">
                    in <a href={hrefOf('runs', [question.run])}>{question.run}</a>
                  </p>
                  <QuestionCard question={question} answered={loaded.reload} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
