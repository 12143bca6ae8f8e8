import { useEffect, useRef } from 'preact/hooks';
import { useCell } from '../parts/cell.ts';
import { helpShown, keyHelp } from './keys.ts';

/** The list of keys. */
export function Help({ keys: listed = keyHelp }: { keys?: typeof keyHelp }) {
  const shown = useCell(helpShown);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (shown) dialog.current?.showModal();
    else dialog.current?.close();
  }, [shown]);
  return (
    <dialog
      ref={dialog}
      class="dialog help"
      aria-labelledby="help-title"
      onClose={() => helpShown.set(false)}
    >
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        {listed.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys
                .split(' ')
                .map((key) => (key === '/' && keys !== '/' ? ' / ' : <kbd>{key}</kbd>))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <button class="button" type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
