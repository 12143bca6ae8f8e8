import { type Analysis, analysisParts } from '../../../core/kinds/debate/conclusion.ts';
import type { RoundView, ViewNode } from '../../../core/run-view/index.ts';
import { memo } from '../../parts/memo.ts';
import { Answer } from '../answer.tsx';
import { childAt } from '../child-at.ts';
import { estimatedHeight } from '../estimated-height.ts';
import { isWorthShowing } from '../is-worth-showing.ts';
import { StepView } from '../step-view.tsx';
import { useProgress } from '../use-progress.ts';
import { Votes } from './debate-votes.tsx';

/** Rounds of statements, the votes after each, and the conclusion. */
export function DebateView({ node }: { node: ViewNode<'debate'> }) {
  const { rounds = [], speakers = [], analysis = null } = node.own ?? {};
  const shown = useProgress(rounds.length, 2);
  const conclusion = childAt(node, node.own?.conclusion ?? null);
  return (
    <>
      {rounds.slice(0, shown).map((round) => (
        <Round
          key={round.round}
          round={round}
          statements={columnsOf(round, speakers).map((path) => childAt(node, path))}
          others={[round.positions, round.digest].map((path) => childAt(node, path))}
          voting={round.voting.map(({ path }) => childAt(node, path))}
          hasEnded={node.endedAt !== null}
        />
      ))}
      {analysis !== null && shown === rounds.length && <Findings analysis={analysis} />}
      {conclusion !== null && shown === rounds.length && <Answer node={conclusion} />}
    </>
  );
}

/** What the moderator has found before the conclusion. */
function Findings({ analysis }: { analysis: Analysis }) {
  const parts = analysisParts.filter(([part]) => analysis[part].length > 0);
  if (parts.length === 0) return null;
  return (
    <section class="findings" aria-label="Analysis">
      <h2 class="divider">Analysis</h2>
      <dl>
        {parts.map(([part, title]) => (
          <div key={part}>
            <dt>{title}</dt>
            {analysis[part].map((each, index) => (
              <dd key={index}>{each}</dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What each speaker says in a round, one column in all rounds; `null`: nothing, or nothing yet. */
function columnsOf({ statements }: RoundView, speakers: readonly string[]): (string | null)[] {
  const paths = new Map(statements.map(({ speaker, path }) => [speaker, path]));
  return speakers.map((speaker) => paths.get(speaker) ?? null);
}

interface RoundProps {
  round: RoundView;
  /** By column. */
  statements: readonly (ViewNode | null)[];
  /** What the moderator does in between. */
  others: readonly (ViewNode | null)[];
  /** The steps in which votes are cast. */
  voting: readonly (ViewNode | null)[];
  hasEnded: boolean;
}

const Round = memo(({ round, statements, others, voting, hasEnded }: RoundProps) => (
  <section class="round" aria-label={round.title} style={estimatedHeight(statements, 3)}>
    <h2 class="divider">{capital(round.title)}</h2>
    <div class="columns">
      {statements.map((statement, column) => (
        <div key={column} class="column">
          {statement !== null && <StepView node={statement} />}
        </div>
      ))}
    </div>
    <Votes round={round} debaters={statements.length} />
    {voting.length > 0 && round.tally === null && !hasEnded && (
      <p class="muted small">Votes are being cast…</p>
    )}
    {voting.filter(isWorthShowing).map((vote) => (
      <StepView key={vote.path} node={vote} />
    ))}
    {others.map(
      (step) =>
        step !== null && (
          <details key={step.path} class="more backstage">
            <summary>{step.title}</summary>
            <StepView node={step} />
          </details>
        ),
    )}
  </section>
));

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
