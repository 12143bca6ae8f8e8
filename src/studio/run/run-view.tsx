import { useMemo, useState } from 'preact/hooks';
import { nodeAt, type RunView as View } from '../../core/run-view/index.ts';
import { useCell } from '../parts/cell.ts';
import { ErrorNote } from '../parts/states.tsx';
import { Conversation } from './conversation.tsx';
import { Costs } from './costs.tsx';
import { lookOf } from './kinds/registry.ts';
import { RunContextProvider } from './run-context.ts';
import { RunHead } from './run-head.tsx';
import type { RunSource } from './run-source.ts';
import type { RunStore } from './run-store.ts';
import { RunTabs, type RunTab } from './run-tabs.tsx';
import { SpeakerColours } from './speaker-colours.ts';
import { StartedWith } from './started-with.tsx';
import { Timeline } from './timeline.tsx';
import { type WantedTurn, TurnDialog } from './turn-dialog.tsx';
import { useSaidChanges } from './use-said-changes.ts';

interface Props {
  source: RunSource;
  store: RunStore;
  path: string;
  view: string;
  retry: () => void;
}

/** Everything there is to see of a run. */
export function RunView({ source, store, path, view: tab, retry }: Props) {
  const view = useCell(store.view);
  const refused = useCell(store.refused);
  const isUnknown = useCell(store.input) === null && refused?.status === 404;
  const [turn, showTurn] = useState<WantedTurn | null>(null);
  const context = useMemo(
    () => ({
      source,
      colours: new SpeakerColours(),
      target: path,
      lookOf,
      showTurn: (of: string, number: number) => showTurn({ path: of, number }),
    }),
    [source, path],
  );
  useSaidChanges(view);
  return (
    <RunContextProvider value={context}>
      <article class="page run" aria-label={`Run ${source.run}`}>
        {refused !== null && <ErrorNote error={refused} retry={retry} />}
        {!isUnknown && (
          <>
            <RunHead view={view} store={store} />
            <RunTabs run={source.run} path={path} tab={tab as RunTab} />
            <Tab tab={tab} view={view} store={store} />
          </>
        )}
      </article>
      {turn !== null && (
        <TurnDialog turn={turn} step={nodeAt(view.root, turn.path)} close={() => showTurn(null)} />
      )}
    </RunContextProvider>
  );
}

function Tab({ tab, view, store }: { tab: string; view: View; store: RunStore }) {
  switch (tab) {
    case 'timeline':
      return <Timeline view={view} />;
    case 'costs':
      return <Costs view={view} />;
    case 'input':
      return <StartedWith store={store} />;
    default:
      return <Conversation view={view} />;
  }
}
