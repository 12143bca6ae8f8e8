import { showShare } from '../../../core/amounts.ts';
import type { TallyLine } from '../../../core/kinds/debate/consensus.ts';
import type { RoundView, VoteView } from '../../../core/run-view/index.ts';
import { useRun } from '../run-context.ts';

/** Who voted for what after a round, and who has changed sides. */
export function Votes({ round }: { round: RoundView }) {
  const { votes, tally, consensus } = round;
  if (votes.length === 0) return null;
  const lines = tally ?? linesOf(votes);
  return (
    <div class="votes">
      <h3>
        Votes
        {consensus !== null && (
          <span class={consensus ? 'badge agreed' : 'badge'}>
            {consensus ? 'consensus' : 'no consensus'}
          </span>
        )}
      </h3>
      <ul>
        {lines.map((line) => (
          <Option
            key={line.id}
            line={line}
            votes={votes.filter(({ option }) => option === line.id)}
            all={votes.length}
          />
        ))}
      </ul>
    </div>
  );
}

function Option({
  line,
  votes,
  all,
}: {
  line: TallyLine;
  votes: readonly VoteView[];
  all: number;
}) {
  return (
    <li class="option">
      <div class="option-head">
        <span class="option-position">{line.position}</span>
        <span class="option-count">
          {votes.length} of {all}
        </span>
      </div>
      <svg class="option-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect class="bar-back" width="100" height="1" />
        <rect class="bar-front" width={(100 * votes.length) / Math.max(1, all)} height="1" />
      </svg>
      <ul class="voters">
        {votes.map((vote) => (
          <Voter key={vote.agent} vote={vote} />
        ))}
      </ul>
    </li>
  );
}

function Voter({ vote: { agent, confidence, why, changedFrom } }: { vote: VoteView }) {
  const { colours } = useRun();
  return (
    <li class="voter hued" style={{ '--hue': colours.hueOf(agent) }}>
      <span class="speaker">
        <strong>{agent}</strong>
        {confidence !== null && <span class="muted"> {showShare(confidence)} sure</span>}
        {changedFrom !== null && <span class="badge changed">changed sides</span>}
      </span>
      {why !== '' && <span class="why">{why}</span>}
    </li>
  );
}

/** As long as the positions are not counted, by the ids that were voted for. */
function linesOf(votes: readonly VoteView[]): TallyLine[] {
  const ids = [...new Set(votes.map(({ option }) => option))];
  return ids.map((id) => ({ id, position: id, votes: 0, confidence: 0 }));
}
