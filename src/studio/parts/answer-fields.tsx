import { useState } from 'preact/hooks';
import type { AskedQuestion, GivenAnswer } from './asked-question.ts';

interface Props {
  question: AskedQuestion;
  sending: boolean;
  give: (given: GivenAnswer) => void;
}

/** Where an answer is written or chosen, or a call allowed. */
export function AnswerFields({ question, sending, give }: Props) {
  const [name, setName] = useState(lastName());
  const giveNamed = (given: GivenAnswer) => {
    keepName(name);
    give(name.trim() === '' ? given : { ...given, by: name.trim() });
  };
  const fields = { question, sending, give: giveNamed };
  return (
    <div class="answer">
      {question.approval ? <Leave {...fields} /> : <AnswerForm {...fields} />}
      <label class="field inline">
        <span>Your name</span>
        <input
          autocomplete="name"
          placeholder="not given"
          maxLength={200}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
    </div>
  );
}

function AnswerForm({ question: { choices }, sending, give }: Props) {
  const [text, setText] = useState('');
  if (choices.length > 0)
    return (
      <div class="choices" role="group" aria-label="Answers">
        {choices.map((choice) => (
          <button
            key={choice}
            type="button"
            class="button"
            disabled={sending}
            onClick={() => give({ answer: choice })}
          >
            {choice}
          </button>
        ))}
      </div>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') give({ answer: text });
      }}
    >
      <label class="field">
        <span>Your answer</span>
        <textarea
          rows={3}
          required
          maxLength={20_000}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <button class="button primary" type="submit" disabled={sending}>
        Answer
      </button>
    </form>
  );
}

function Leave({ sending, give }: Props) {
  const [reason, setReason] = useState('');
  const why = reason.trim() === '' ? {} : { reason: reason.trim() };
  return (
    <div>
      <label class="field">
        <span>Reason, which the model is told when it is denied</span>
        <input
          value={reason}
          maxLength={20_000}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
      <div class="choices">
        <button
          type="button"
          class="button primary"
          disabled={sending}
          onClick={() => give({ approve: true, ...why })}
        >
          Allow
        </button>
        <button
          type="button"
          class="button danger"
          disabled={sending}
          onClick={() => give({ approve: false, ...why })}
        >
          Deny
        </button>
      </div>
    </div>
  );
}

const key = 'durable-agents-name';

function lastName(): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function keepName(name: string): void {
  try {
    localStorage.setItem(key, name.trim());
  } catch {
    // it is asked for again
  }
}
