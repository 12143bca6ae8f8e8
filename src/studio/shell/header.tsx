import { request } from '../api/request.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';
import { useCell } from '../parts/cell.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { helpShown } from './keys.ts';
import { hrefOf, route } from './router.ts';
import { nextTheme, theme } from './theme.ts';

const places = [
  { page: 'runs', name: 'Runs', also: [] },
  { page: 'teams', name: 'Start', also: ['start'] },
  { page: 'inbox', name: 'Inbox', also: [] },
  { page: 'users', name: 'Users', also: [] },
  { page: 'threads', name: 'Threads', also: [] },
  { page: 'locks', name: 'Locks', also: [] },
] as const;

/** Where one can go, and how the page looks. */
export function Header() {
  const here = useCell(route).page;
  const waiting = useWaiting();
  return (
    <header class="top">
      <a class="brand" href="#/">
        <Mark />
        durable-agents
      </a>
      <nav aria-label="Pages">
        {places.map(({ page, name, also }) => (
          <a
            key={page}
            href={hrefOf(page)}
            aria-current={page === here || also.some((each) => each === here) ? 'page' : undefined}
          >
            {name}
            {page === 'inbox' && waiting > 0 && (
              <span class="count" aria-label={`, ${waiting} waiting`}>
                {waiting}
              </span>
            )}
          </a>
        ))}
      </nav>
      <Tools />
    </header>
  );
}

const themeSigns = { system: '◐', light: '☀', dark: '☾' };

/** How the page looks, and the keys. */
export function Tools() {
  const chosen = useCell(theme);
  return (
    <div class="tools">
      <button
        type="button"
        class="icon"
        onClick={nextTheme}
        aria-label={`Theme: ${chosen}`}
        title={`Theme: ${chosen}`}
      >
        <span aria-hidden="true">{themeSigns[chosen]}</span>
      </button>
      <button
        type="button"
        class="icon"
        onClick={() => helpShown.set(true)}
        aria-label="Keys"
        title="Keys (?)"
      >
        <span aria-hidden="true">?</span>
      </button>
    </div>
  );
}

function useWaiting(): number {
  const { data } = useLoaded(
    'inbox-count',
    (signal) => request<{ questions: WaitingQuestion[] }>('v1/inbox', { signal }),
    10_000,
  );
  return data?.questions.length ?? 0;
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M9 10h14L16 23Z" />
      <circle cx="9" cy="10" r="4" />
      <circle cx="23" cy="10" r="4" />
      <circle cx="16" cy="23" r="4" />
    </svg>
  );
}
