import { useEffect, useRef } from 'preact/hooks';
import { tokenWanted } from '../api/token.ts';
import { pages } from '../pages/registry.ts';
import { useCell } from '../parts/cell.ts';
import { Empty } from '../parts/states.tsx';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { route } from './router.ts';
import { said } from './say.ts';
import { TokenEntry } from './token-entry.tsx';

/** The whole page. */
export function App() {
  return (
    <>
      <a class="skip" href="#main" onClick={toMain}>
        To the content
      </a>
      <Header />
      <Main />
      <Help />
      <Said />
    </>
  );
}

/** The page of the address. Who goes to another one goes on reading at its beginning. */
function Main() {
  const here = useCell(route);
  const locked = useCell(tokenWanted);
  const main = useRef<HTMLElement>(null);
  const key = `${here.page}/${here.rest[0] ?? ''}`;
  const first = useRef(key);
  useEffect(() => {
    document.title = `${titleOf(here.page, here.rest)} · durable-agents`;
    if (first.current === key) return;
    first.current = '';
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [key]);
  const Page = pages[here.page]?.page;
  return (
    <main id="main" tabIndex={-1} ref={main}>
      {locked ? <TokenEntry /> : Page ? <Page key={key} route={here} /> : <NoPage />}
    </main>
  );
}

function NoPage() {
  return <Empty title="There is no such page">The address leads nowhere.</Empty>;
}

function Said() {
  const text = useCell(said);
  return (
    <div class={text === '' ? 'said' : 'said shown'} role="status" aria-live="polite">
      {text}
    </div>
  );
}

function titleOf(page: string, rest: readonly string[]): string {
  return [pages[page]?.title ?? 'Not found', ...rest.slice(0, 1)].toReversed().join(' · ');
}

function toMain(event: Event): void {
  event.preventDefault(); // the address is the page's place
  document.querySelector<HTMLElement>('main')?.focus();
}
