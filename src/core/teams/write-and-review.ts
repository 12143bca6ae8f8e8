import type { AgentInput } from '../kinds/agent/types.ts';
import type { LoopInput } from '../kinds/loop/types.ts';
import { agent, type Role, type TeamModel } from '../teams.ts';

const writer: Role = {
  name: 'Writer',
  role: 'a writer who writes what was asked for',
  instructions:
    'Write what is asked for, in the form and at the length that it needs. Begin with what matters most, use ' +
    'concrete words, and invent no facts. Where you are told what to improve, mend that and keep what is good.',
};

const reviewer: Role = {
  name: 'Reviewer',
  role: 'a demanding reviewer',
  instructions:
    'Judge whether the text does what was asked for: that it is complete, correct, clear and well ordered, and ' +
    'fits its readers. Name the gravest faults first, quote what you object to, and say what would mend it. Pass ' +
    'only what you would publish as it stands; a matter of taste is no reason to send it back.',
};

/** Versions at most where nobody says it. */
const usualPasses = 4;

/**
 * A Writer whose text a Reviewer judges, until it passes; the best version is kept.
 *
 * @param passes versions at most. Default 4
 */
export function writeAndReview(
  passes: number = usualPasses,
  model: TeamModel = {},
): LoopInput & { until: { judge: AgentInput } } {
  return {
    kind: 'loop',
    name: 'write-and-review',
    step: agent(writer, model),
    until: { judge: agent(reviewer, model) },
    maxIterations: passes,
    keep: 'best',
  };
}
