import type { ViewNode, ViewQuestion } from '../../core/run-view/index.ts';
import { Prose } from '../markdown/prose.tsx';
import { QuestionCard } from '../parts/question-card.tsx';
import { useRun } from './run-context.ts';

/** What a step has asked people: to be answered in place, and how it was answered. */
export function StepQuestions({ node: { questions } }: { node: ViewNode }) {
  const { source } = useRun();
  return (
    <>
      {questions.map((question) =>
        question.answer === null && source.isLive ? (
          <QuestionCard key={question.id} question={asked(question, source.run)} />
        ) : (
          <Answered key={question.id} question={question} />
        ),
      )}
    </>
  );
}

function asked(question: ViewQuestion, run: string) {
  return { ...question, run, choices: [...question.choices] };
}

function Answered({ question: { question, approval, answer } }: { question: ViewQuestion }) {
  return (
    <div class="answered">
      <div class="muted">
        {approval === null ? (
          <Prose text={question} />
        ) : (
          <p>
            Approval of <code>{approval.tool}</code>
          </p>
        )}
      </div>
      {answer === null ? <p class="muted">It waited for an answer.</p> : <Answer answer={answer} />}
    </div>
  );
}

function Answer({ answer }: { answer: NonNullable<ViewQuestion['answer']> }) {
  const { answer: text, approved, by, reason, means } = answer;
  const nobody = means === 'timeout' || means === 'default' || means === 'ended';
  return (
    <>
      <p class="muted small">
        {nobody ? 'Nobody answered in time' : `${by ?? 'Somebody'} answered`}
      </p>
      {text !== null && <Prose text={text} />}
      {approved !== null && (
        <p>
          <strong>{approved ? 'allowed' : 'denied'}</strong>
          {reason !== null && <>: {reason}</>}
        </p>
      )}
    </>
  );
}
