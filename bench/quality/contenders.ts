import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { Step, StepInput, StepResult } from '../../src/core/kinds/step.ts';
import { mostOf } from './population/chair.ts';
import { answerIn, type Letter, letters } from './population/questions.ts';
import { right } from './population/typed-reply.ts';
import { providerName } from './runner.ts';

/** One way to answer a question. */
export interface Contender {
  /** As `--only` knows it. */
  name: string;
  step: Step;
  /** What the result says is right; `null`: nothing. */
  answerOf: (result: StepResult<string>) => Letter | null;
}

const debaters = Array.from({ length: 5 }, (_, index) => ({
  kind: 'agent' as const,
  name: `D${index}`,
  provider: providerName,
}));

/** A call a debater a round: together, weighed by confidence, until most are confident enough. */
const inline = {
  kind: 'debate' as const,
  agents: debaters,
  options: letters.map(right),
  parallelResponses: true,
  consensus: 'confidence-weighted' as const,
  stop: [{ confident: 0.45 }],
};

/** What the others are compared with, question by question. */
export const yardstick = 'vote';

export const contenders: readonly Contender[] = [
  contender('single', debaters[0] as StepInput, concluded),
  contender(yardstick, { kind: 'parallel', agents: debaters }, counted),
  contender('debate-separate', { kind: 'debate', agents: debaters, votes: 'separate' }, concluded),
  contender('debate-2', { ...inline, rounds: 2 }, concluded),
  contender('debate-3', { ...inline, rounds: 3 }, concluded),
];

function contender(name: string, step: StepInput, answerOf: Contender['answerOf']): Contender {
  return { name, step: parseStep(step), answerOf };
}

/** The answer that a conclusion is for. */
function concluded({ content }: StepResult<string>): Letter | null {
  const final = /FINAL=([A-D])/.exec(content ?? '')?.[1];
  return (final as Letter | undefined) ?? answerIn(content ?? '');
}

/** The answer that most give, of equals the one that is given first; nobody's confidence counts. */
function counted(result: StepResult<string>): Letter | null {
  const results = 'results' in result ? result.results : [];
  return mostOf(results.flatMap(({ content }) => answerIn(content ?? '') ?? []));
}

/**
 * The contenders of these names; all where there is none.
 *
 * @throws Error for a name that none has
 */
export function contendersOf(names: readonly string[]): readonly Contender[] {
  const known = contenders.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Error(`--only: there is no '${unknown}'; there are ${known.join(', ')}`);
  return contenders.filter(({ name }) => names.length === 0 || names.includes(name));
}
