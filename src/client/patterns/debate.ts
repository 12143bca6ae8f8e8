import type { DebateInput, DebateSpec, DebateResults } from '../../core/kinds/debate/types.ts';
import { parseStep } from '../../core/kinds/step-schema.ts';
import type { Agent } from './agent.ts';
import { type ChatOptions, runStep } from '../runs/default-client.ts';
import { specOf, specsOf, type StepLike } from '../runs/step-like.ts';

export type {
  DebateInput,
  DebateMessage,
  DebateResult,
  DebateResults,
  DebateSpec,
  TranscriptFormat,
  VoteOutcome,
} from '../../core/kinds/debate/types.ts';
export type {
  ConsensusRule,
  ConsensusStatement,
  Option as DebateOption,
  TallyLine,
  Vote,
} from '../../core/kinds/debate/consensus.ts';
export type { Analysis as DebateAnalysis } from '../../core/kinds/debate/conclusion.ts';
export type { Flip as DebateFlip } from '../../core/kinds/debate/flips.ts';
export type { StopRule as DebateStopRule } from '../../core/kinds/debate/stop.ts';

/** A debate's settings, as in its spec; durations are `'180s'` or milliseconds. */
export interface DebateOptions extends Partial<Omit<DebateInput, 'kind' | 'agents' | 'moderator'>> {
  /** Default: one is made, with the provider and model of the first debater. */
  moderator?: Agent;
}

/** Several steps that state a position, answer one another, vote, and are concluded by a moderator. */
export class Debate {
  readonly spec: DebateSpec;

  /** @throws `Input.Invalid` for fewer than two debaters, or for one that is there twice */
  constructor(agents: readonly StepLike[], { moderator, ...options }: DebateOptions = {}) {
    this.spec = parseStep(
      {
        ...options,
        kind: 'debate',
        agents: specsOf(agents),
        ...(moderator === undefined ? {} : { moderator: specOf(moderator) }),
      },
      'Debate',
    ) as DebateSpec;
  }

  /** @param options.context background that every debater sees, such as another run's content */
  async run(topic: string, options?: ChatOptions): Promise<DebateResults> {
    return await runStep(this.spec, topic, options);
  }
}
