import { useEffect, useRef, useState } from 'preact/hooks';
import type { TurnDetail, TurnRow } from '../api/shapes.ts';
import { JsonView } from '../parts/json-view.tsx';
import { Shown } from '../parts/states.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { PromptView } from './prompt-view.tsx';
import { useRun } from './run-context.ts';

/** The n-th call of a model in a step, from 1. */
export interface WantedTurn {
  path: string;
  number: number;
}

/** A call of a model: the prompt as it was sent, and the reply as it came. */
export function TurnDialog({ turn, close }: { turn: WantedTurn; close(): void }) {
  const { source } = useRun();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const rows = useLoaded(turn.path, async (signal) =>
    ofPath(await source.turns(signal), turn.path),
  );
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

function ofPath(rows: readonly TurnRow[], path: string): TurnRow[] {
  return rows.filter((row) => row.path === path);
}

function Calls(props: { rows: TurnRow[]; chosen: number; choose(index: number): void }) {
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

function Call({ row }: { row: TurnRow }) {
  const { source } = useRun();
  const loaded = useLoaded(`${row.path} ${row.turn}`, (signal) => source.turn(row, signal));
  return (
    <Shown loaded={loaded}>
      {({ request, reply, provider, model }: TurnDetail) => (
        <>
          <p class="muted small">
            {provider} {model}
          </p>
          <h3>Prompt, as it was sent</h3>
          <PromptView request={request} />
          <h3>Reply, as it came</h3>
          {reply === null || reply === undefined ? (
            <p class="muted">There is none.</p>
          ) : (
            <JsonView
              text={typeof reply === 'string' ? reply : JSON.stringify(reply)}
              label="Reply"
            />
          )}
        </>
      )}
    </Shown>
  );
}
