import type { Route } from '../../shell/router.ts';
import { RunPage } from '../run/run-page.tsx';
import { RunList } from './run-list.tsx';

/** The runs there are, or one of them: `#/runs`, `#/runs/ID`, `#/runs/ID/PATH`. */
export function RunsPage({ route }: { route: Route }) {
  const [run, ...path] = route.rest;
  if (run === undefined) return <RunList query={route.query} />;
  return <RunPage run={run} path={path.join('/')} view={route.query['view'] ?? ''} />;
}
