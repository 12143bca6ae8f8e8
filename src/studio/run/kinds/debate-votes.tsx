import { showShare } from '../../../core/amounts.ts';
import { otherOption, type TallyLine } from '../../../core/kinds/debate/consensus.ts';
import type { RoundView, VoteView } from '../../../core/run-view/index.ts';
import { useRun } from '../run-context.ts';
import { useTarget } from '../use-target.ts';

/** Who voted for what after a round, and who has changed sides. */
export function Votes({ round, debaters }: { round: RoundView; debaters: number }) {
  const { votes, tally, consensus } = round;
  if (votes.length === 0) return null;
  const lines = linesOf(votes, tally ?? []);
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
            steps={round.voting}
            all={debaters}
          />
        ))}
      </ul>
    </div>
  );
}

function Option({
  line,
  votes,
  steps,
  all,
}: {
  line: TallyLine;
  votes: readonly VoteView[];
  steps: RoundView['voting'];
  all: number;
}) {
  return (
    <li class="option">
      <div class="option-head">
        <span class="option-position">{line.position}</span>
        <span class="option-count">
          {line.votes} of {all}
        </span>
      </div>
      <svg class="option-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect class="bar-back" width="100" height="1" />
        <rect class="bar-front" width={(100 * line.votes) / Math.max(1, all)} height="1" />
      </svg>
      <ul class="voters">
        {votes.map((vote) => (
          <Voter key={vote.agent} vote={vote} path={pathOf(vote, steps)} />
        ))}
      </ul>
    </li>
  );
}

/** The step in which a vote was cast. */
function pathOf({ agent }: VoteView, steps: RoundView['voting']): string | null {
  return steps.find(({ speaker }) => speaker === agent)?.path ?? null;
}

function Voter({ vote, path }: { vote: VoteView; path: string | null }) {
  const { agent, confidence, why, changedFrom, toMajority } = vote;
  const { colours } = useRun();
  const { place, isTarget } = useTarget<HTMLLIElement>(path);
  return (
    <li
      ref={place}
      data-target={isTarget}
      class="voter hued"
      style={{ '--hue': colours.hueOf(agent) }}
    >
      <span class="speaker">
        <strong>{agent}</strong>
        {confidence !== null && <span class="muted"> {showShare(confidence)} sure</span>}
        {changedFrom !== null && (
          <span class="badge changed">
            {toMajority ? 'changed sides, to the majority' : 'changed sides'}
          </span>
        )}
      </span>
      {why !== '' && <span class="why">{why}</span>}
    </li>
  );
}

/** The positions, and what was voted for without being one; as long as they are not counted, only that. */
function linesOf(votes: readonly VoteView[], tally: readonly TallyLine[]): TallyLine[] {
  const ids = new Set(votes.map(({ option }) => option));
  for (const { id } of tally) ids.delete(id);
  const others = [...ids].map((id) => ({
    id,
    position: id === otherOption ? 'none of these' : id,
    votes: votes.filter(({ option }) => option === id).length,
    confidence: 0,
  }));
  return [...tally, ...others];
}
