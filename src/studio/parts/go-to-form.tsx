import { useState } from 'preact/hooks';
import { goTo, hrefOf } from '../shell/router.ts';

/** Goes to the page of an id that somebody types. */
export function GoToForm({ label, page }: { label: string; page: string }) {
  const [id, setId] = useState('');
  return (
    <form
      class="go-to"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim() !== '') goTo(hrefOf(page, [id.trim()]));
      }}
    >
      <label class="field">
        <span>{label}</span>
        <input
          type="search"
          data-search
          value={id}
          onInput={({ currentTarget }) => setId(currentTarget.value)}
        />
      </label>
      <button class="button" type="submit">
        Open
      </button>
    </form>
  );
}
