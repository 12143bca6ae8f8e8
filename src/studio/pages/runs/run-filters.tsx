import { useEffect, useState } from 'preact/hooks';
import { kindNames } from '../../../core/kinds/registry.ts';
import { runStatuses } from '../../api/shapes.ts';
import { goTo, hrefOf } from '../../shell/router.ts';

/** Which runs are listed; what is chosen stands in the address. */
export function RunFilters({ query }: { query: Record<string, string> }) {
  const change = (name: string, value: string) =>
    goTo(hrefOf('runs', [], { ...query, [name]: value, after: '' }));
  return (
    <form
      class="filters"
      role="search"
      aria-label="Filter the runs"
      onSubmit={(event) => event.preventDefault()}
    >
      <Text name="name" label="Team" value={query['name']} change={change} search />
      <Text name="user" label="User" value={query['user']} change={change} />
      <Choice name="status" options={runStatuses} value={query['status']} change={change} />
      <Choice name="kind" options={kindNames} value={query['kind']} change={change} />
      <label class="tick">
        <input
          type="checkbox"
          checked={query['waiting'] === 'true'}
          onChange={({ currentTarget }) => change('waiting', currentTarget.checked ? 'true' : '')}
        />
        waiting for somebody
      </label>
    </form>
  );
}

interface FilterProps {
  name: string;
  value: string | undefined;
  change: (name: string, value: string) => void;
}

function Text({
  name,
  label,
  value,
  change,
  search,
}: FilterProps & { label: string; search?: boolean }) {
  const [typed, type] = useState(value ?? ''); // the list is drawn again while somebody types
  useEffect(() => type(value ?? ''), [value]);
  return (
    <label class="filter">
      <span>{label}</span>
      <input
        type="search"
        placeholder="any"
        value={typed}
        data-search={search}
        onInput={({ currentTarget }) => type(currentTarget.value)}
        onChange={({ currentTarget }) => change(name, currentTarget.value.trim())}
      />
    </label>
  );
}

function Choice({ name, value, change, options }: FilterProps & { options: readonly string[] }) {
  return (
    <label class="filter">
      <span>{name === 'kind' ? 'Kind' : 'Status'}</span>
      <select
        value={value ?? ''}
        onChange={({ currentTarget }) => change(name, currentTarget.value)}
      >
        <option value="">any</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option === 'timedOut' ? 'timed out' : option}
          </option>
        ))}
      </select>
    </label>
  );
}
