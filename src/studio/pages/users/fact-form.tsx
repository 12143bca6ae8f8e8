import { useState } from 'preact/hooks';
import { at, request, type RequestError } from '../../api/request.ts';
import { ErrorNote } from '../../parts/states.tsx';
import { asError } from '../../parts/use-loaded.ts';
import { say } from '../../shell/say.ts';

/** Sets a fact of a user. */
export function FactForm({ user, changed }: { user: string; changed: () => void }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [error, setError] = useState<RequestError | null>(null);
  const set = async () => {
    try {
      const body = { [name.trim()]: meant(value) };
      await request(at`v1/users/${user}/facts`, { method: 'POST', body });
      setError(null);
      setName('');
      setValue('');
      say(`${name.trim()} was set.`);
      changed();
    } catch (failed) {
      setError(asError(failed));
    }
  };
  return (
    <form
      class="card fact-form"
      aria-label="Set a fact"
      onSubmit={(event) => {
        event.preventDefault();
        void set();
      }}
    >
      <FactFields name={name} value={value} setName={setName} setValue={setValue} />
      <button class="button primary" type="submit">
        Set
      </button>
      {error !== null && <ErrorNote error={error} />}
    </form>
  );
}

interface FieldsProps {
  name: string;
  value: string;
  setName: (name: string) => void;
  setValue: (value: string) => void;
}

function FactFields({ name, value, setName, setValue }: FieldsProps) {
  return (
    <>
      <label class="field">
        <span>Fact</span>
        <input
          required
          maxLength={200}
          value={name}
          placeholder="language"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>Value: a text, or JSON</span>
        <textarea
          required
          rows={2}
          value={value}
          placeholder="English"
          onInput={({ currentTarget }) => setValue(currentTarget.value)}
        />
      </label>
    </>
  );
}

/** JSON where it is some, and else the text. */
function meant(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
