import type { UserFact } from '../../api/shapes.ts';
import { showAgo, showTime } from '../../parts/figures.ts';
import { Empty } from '../../parts/states.tsx';
import { hrefOf } from '../../shell/router.ts';

/** What is known of a user, and who has said so. */
export function FactList({ facts }: { facts: UserFact[] }) {
  if (facts.length === 0) return <Empty title="Nothing is known yet" />;
  return (
    <dl class="facts">
      {facts.map((fact) => (
        <div key={fact.key} data-item tabIndex={-1}>
          <dt>{fact.key}</dt>
          <dd>
            <span class="fact-value">{shown(fact.value)}</span>
            <Origin fact={fact} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Origin({ fact: { setBy, run, at } }: { fact: UserFact }) {
  return (
    <span class="muted small">
      by {setBy}{' '}
      {run !== null && (
        <>
          in <a href={hrefOf('runs', [run])}>{run}</a>{' '}
        </>
      )}
      <time dateTime={at} title={showTime(at)}>
        {showAgo(at)}
      </time>
    </span>
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}
