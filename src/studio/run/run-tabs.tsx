import { hrefOf } from '../shell/router.ts';

const tabs = [
  { tab: '', name: 'Conversation' },
  { tab: 'timeline', name: 'Timeline' },
  { tab: 'costs', name: 'Costs' },
  { tab: 'input', name: 'Input' },
] as const;

export type RunTab = (typeof tabs)[number]['tab'];

/** The ways to look at a run. */
export function RunTabs({ run, path, tab }: { run: string; path: string; tab: RunTab }) {
  const rest = [run, ...(path === '' ? [] : path.split('/'))];
  return (
    <nav class="tabs" aria-label="Ways to look at the run">
      {tabs.map((each) => (
        <a
          key={each.tab}
          href={hrefOf('runs', rest, { view: each.tab })}
          aria-current={each.tab === tab ? 'page' : undefined}
        >
          {each.name}
        </a>
      ))}
    </nav>
  );
}
