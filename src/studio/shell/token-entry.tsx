import { useState } from 'preact/hooks';
import { giveToken } from '../api/token.ts';

/** Asks for the token that the service wants; it is kept until the tab is closed. */
export function TokenEntry() {
  const [given, setGiven] = useState('');
  return (
    <form
      class="card token-entry"
      onSubmit={(event) => {
        event.preventDefault();
        if (given.trim() !== '') giveToken(given.trim());
      }}
    >
      <h1>This service wants a token</h1>
      <p class="muted">
        It is one of those that the service was started with. The browser keeps it until this tab is
        closed, and sends it to this service only.
      </p>
      <label class="field">
        <span>Token</span>
        <input
          type="password"
          autocomplete="off"
          required
          value={given}
          onInput={({ currentTarget }) => setGiven(currentTarget.value)}
        />
      </label>
      <button class="button primary" type="submit">
        Go on
      </button>
    </form>
  );
}
