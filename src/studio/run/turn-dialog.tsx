import { useEffect, useRef, useState } from 'preact/hooks';
import type { RunTurn, RunTurnTexts } from '../../core/run-turns.ts';
import type { ViewNode } from '../../core/run-view/index.ts';
import { JsonView } from '../parts/json-view.tsx';
import { LongText } from '../parts/long-text.tsx';
import { Shown } from '../parts/states.tsx';
import { useLoaded, useReloadWith } from '../parts/use-loaded.ts';
import { PromptView } from './prompt-view.tsx';
import { useRun } from './run-context.ts';

/** The n-th call of a model in a step, from 1. */
export interface WantedTurn {
  path: string;
  number: number;
}

interface DialogProps {
  turn: WantedTurn;
  /** The step that it is of, as far as that is known. */
  step: ViewNode | undefined;
  close: () => void;
}

/** A call of a model: the prompt as it was sent, and the reply as it came. */
export function TurnDialog({ turn, step, close }: DialogProps) {
  const { source } = useRun();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const rows = useLoaded(turn.path, async (signal) =>
    ofPath(await source.turns(signal), turn.path),
  );
  const last = step?.turns.at(-1);
  useReloadWith(`${last?.number} ${last?.attempt} ${last?.state}`, rows);
  const [chosen, choose] = useState<number | null>(null);
  return (
    <dialog ref={dialog} class="dialog turn-dialog" aria-labelledby="turn-title" onClose={close}>
      <header class="dialog-head">
        <h2 id="turn-title">{turn.path === '' ? 'Prompt and reply' : turn.path}</h2>
        <button
          type="button"
          class="icon"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        >
          <span aria-hidden="true">✕</span>
        </button>
      </header>
      <Shown loaded={rows}>
        {(found) => (
          <Calls
            rows={found}
            chosen={chosen ?? Math.min(turn.number, found.length) - 1}
            choose={choose}
          />
        )}
      </Shown>
    </dialog>
  );
}

function ofPath(rows: readonly RunTurn[], path: string): RunTurn[] {
  return rows.filter((row) => row.path === path);
}

function Calls(props: { rows: RunTurn[]; chosen: number; choose: (index: number) => void }) {
  const row = props.rows[props.chosen];
  if (row === undefined) return <p class="muted">Its prompt was not kept.</p>;
  return (
    <>
      {props.rows.length > 1 && (
        <nav class="tabs" aria-label="Calls of the step">
          {props.rows.map((each, index) => (
            <button
              key={each.turn}
              type="button"
              aria-current={index === props.chosen ? 'true' : undefined}
              onClick={() => props.choose(index)}
            >
              Call {index + 1}
            </button>
          ))}
        </nav>
      )}
      <Call row={row} />
    </>
  );
}

function Call({ row }: { row: RunTurn }) {
  const { source } = useRun();
  const loaded = useLoaded(row.turn, (signal) => source.turn(row, signal));
  useReloadWith(`${row.attempt} ${row.state}`, loaded);
  return (
    <Shown loaded={loaded}>
      {({ request, missing, reply, provider, model, attempt, problem }: RunTurnTexts) => (
        <>
          <p class="muted small">
            {provider} · {model}
            {attempt > 1 && <> · attempt {attempt}</>}
          </p>
          <h3>Prompt, as it was sent</h3>
          {request === null ? (
            <p class="muted">It cannot be told: {missing ?? 'it was not kept'}.</p>
          ) : (
            <PromptView request={request} />
          )}
          <h3>Reply, as it came</h3>
          <ReplyView reply={reply} />
          {problem !== null && <p class="note note-warn">It could not be used: {problem}</p>}
        </>
      )}
    </Shown>
  );
}

function ReplyView({ reply }: { reply: RunTurnTexts['reply'] }) {
  if (reply === null) return <p class="muted">There is none.</p>;
  return (
    <div class="prompt-part">
      {reply.text !== '' && <LongText text={reply.text} label="Text of the reply" />}
      {reply.toolCalls.length > 0 && (
        <JsonView text={JSON.stringify(reply.toolCalls)} label="Tool calls of the reply" />
      )}
      {reply.items.length > 0 && (
        <details class="more">
          <summary>What goes back with it</summary>
          <JsonView text={JSON.stringify(reply.items)} label="Items of the reply" />
        </details>
      )}
    </div>
  );
}
