import { useEffect, useState } from 'preact/hooks';
import { type JsonValue, readSpec, writeSpec } from './spec-json.ts';

interface Props {
  spec: JsonValue;
  change: (spec: JsonValue) => void;
  /** What is wrong with what stands there; `null`: nothing. */
  problem: (problem: string | null) => void;
}

/** The whole spec, for everything that has no field of its own. */
export function SpecEditor({ spec, change, problem }: Props) {
  const [text, setText] = useState(writeSpec(spec));
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => {
    const read = readSpec(text);
    if ('spec' in read && writeSpec(read.spec) !== writeSpec(spec)) setText(writeSpec(spec));
  }, [spec]);
  const edit = (written: string) => {
    setText(written);
    const read = readSpec(written);
    const found = 'problem' in read ? read.problem : null;
    setWrong(found);
    problem(found);
    if ('spec' in read) change(read.spec);
  };
  return (
    <details class="more">
      <summary>The whole spec</summary>
      <label class="field">
        <span>As JSON; it is checked when the run is started</span>
        <textarea
          class="code"
          rows={18}
          spellcheck={false}
          aria-invalid={wrong !== null}
          aria-describedby="spec-problem"
          value={text}
          onInput={({ currentTarget }) => edit(currentTarget.value)}
        />
      </label>
      <p id="spec-problem" class="problem" role="status">
        {wrong}
      </p>
    </details>
  );
}
