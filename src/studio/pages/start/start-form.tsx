import { useEffect, useRef, useState } from 'preact/hooks';
import type { RequestError } from '../../api/request.ts';
import { ErrorNote } from '../../parts/states.tsx';
import { asError } from '../../parts/use-loaded.ts';
import { goTo, hrefOf } from '../../shell/router.ts';
import { AgentFields } from './agent-fields.tsx';
import { SpecEditor } from './spec-editor.tsx';
import type { JsonValue } from './spec-json.ts';
import { start, type StartDraft } from './start-draft.ts';
import { newRunId } from './new-run-id.ts';

/** What a run is started with. */
export function StartForm({ draft: first }: { draft: StartDraft }) {
  const [draft, setDraft] = useState(first);
  const [problem, setProblem] = useState<string | null>(null);
  const [error, setError] = useState<RequestError | null>(null);
  const [sending, setSending] = useState(false);
  const key = useRef('');
  useEffect(() => {
    key.current = newRunId(first.spec); // what is changed is another start
  }, [draft]);
  const change = (some: Partial<StartDraft>) => setDraft({ ...draft, ...some });
  const send = async () => {
    setSending(true);
    setError(null);
    try {
      goTo(hrefOf('runs', [await start(draft, draft.spec !== first.spec, key.current)]));
    } catch (failed) {
      setError(asError(failed));
      setSending(false);
    }
  };
  return (
    <form
      class="start"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) void send();
      }}
    >
      <Texts draft={draft} change={change} />
      <Spec spec={draft.spec} change={(spec) => change({ spec })} setProblem={setProblem} />
      {error !== null && <ErrorNote error={error} />}
      <button class="button primary large" type="submit" disabled={sending || problem !== null}>
        {sending ? 'Starting…' : 'Start'}
      </button>
    </form>
  );
}

interface DraftProps {
  draft: StartDraft;
  change: (some: Partial<StartDraft>) => void;
}

function BaselineTick({ draft, change }: DraftProps) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={draft.baseline}
        onChange={({ currentTarget }) => change({ baseline: currentTarget.checked })}
      />
      ask one agent alone too, to compare its answer and its cost
    </label>
  );
}

function Texts({ draft, change }: DraftProps) {
  return (
    <>
      <label class="field">
        <span>What is it to work on?</span>
        <textarea
          data-search
          required
          rows={4}
          value={draft.input}
          onInput={({ currentTarget }) => change({ input: currentTarget.value })}
        />
      </label>
      <BaselineTick draft={draft} change={change} />
      <details class="more" open={draft.context !== '' || draft.user !== '' || draft.thread !== ''}>
        <summary>Context, user and thread</summary>
        <label class="field">
          <span>Context: what all its agents should know</span>
          <textarea
            rows={3}
            value={draft.context}
            onInput={({ currentTarget }) => change({ context: currentTarget.value })}
          />
        </label>
        <div class="pair">
          <label class="field">
            <span>User, whose facts its agents share</span>
            <input
              value={draft.user}
              onInput={({ currentTarget }) => change({ user: currentTarget.value })}
            />
          </label>
          <label class="field">
            <span>Thread that it goes on with</span>
            <input
              value={draft.thread}
              onInput={({ currentTarget }) => change({ thread: currentTarget.value })}
            />
          </label>
        </div>
      </details>
    </>
  );
}

function Spec(props: {
  spec: JsonValue;
  change: (spec: JsonValue) => void;
  setProblem: (problem: string | null) => void;
}) {
  return (
    <>
      <AgentFields spec={props.spec} change={props.change} />
      <SpecEditor spec={props.spec} change={props.change} problem={props.setProblem} />
    </>
  );
}
