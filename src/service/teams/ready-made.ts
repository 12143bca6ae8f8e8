import type { StepInput } from '../../core/kinds/step.ts';
import { council } from '../../core/teams/council.ts';
import { mapSummary } from '../../core/teams/map-summary.ts';
import { writeAndReview } from '../../core/teams/write-and-review.ts';
import { expertPanel, prosCons, researchTeam } from '../../core/teams.ts';
import type { ReadyTeam } from './teams.ts';

/** Who sits on the expert panel where nobody says it. */
const usualRoles = [
  'Economist focusing on costs, incentives and markets',
  'Engineer focusing on what can be built and kept running',
  'Sociologist focusing on the people it touches',
];

/** The teams that are there without a file. */
export const readyMade: readonly ReadyTeam[] = [
  ready(
    researchTeam(),
    'Researches a question and writes up what it finds: a supervisor with a researcher, an analyst, a writer and a critic.',
  ),
  ready(
    prosCons(),
    'Debates a proposal: an advocate, a critic and a pragmatist, who agree or vote.',
  ),
  ready(
    expertPanel(usualRoles),
    'Judges a question from three fields: an economist, an engineer and a sociologist, who agree or vote.',
  ),
  ready(
    council(),
    'Answers a question from four independent views: an analysis says where they agree, contradict one another or leave something out, and one answer comes of it.',
  ),
  ready(
    writeAndReview(),
    'Writes a text and improves it: a reviewer judges each version, and the best of at most four is kept.',
  ),
  ready(
    mapSummary(),
    'Summarises a list, a line for each item: each item by itself, and then all of them in one text.',
  ),
];

function ready(spec: StepInput & { name?: string }, description: string): ReadyTeam {
  return { name: spec.name ?? '', description, kind: spec.kind, spec, problem: null };
}
