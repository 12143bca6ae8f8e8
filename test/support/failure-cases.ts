import type { StepInput } from '../../src/core/kinds/step.ts';
import { type Part, secretKey } from './live-world.ts';

const agent = (name: string, more: object = {}) => ({
  kind: 'agent' as const,
  name,
  provider: 'responses',
  ...more,
});

/** A run that meets a failure, and what its model does. */
export interface FailureCase {
  part?: Part;
  step: StepInput;
  /** It ends by a timeout of its own, and so goes before the others, which would slow it down. */
  timed?: true;
}

/** Each model fails in its own way. Many runs go on at once, as waiting takes most of their time. */
export const failureCases = {
  refused: { step: agent('refused', { provider: 'dead' }) },
  wrongKey: {
    step: agent('wrongKey', { provider: 'messages' }),
    part: { status: 401, error: `invalid x-api-key '${secretKey}' given` },
  },
  limitedOnce: {
    step: agent('limitedOnce', { provider: 'chat' }),
    part: [{ status: 429, headers: { 'retry-after': '1' }, error: 'slow down' }, 'at last'],
  },
  limited: {
    step: agent('limited', { provider: 'messages' }),
    part: { status: 429, headers: { 'retry-after-ms': '300' }, error: 'slow down' },
  },
  broken: { step: agent('broken'), part: { status: 500, error: 'out of order' } },
  brokenTwice: {
    step: agent('brokenTwice', { provider: 'messages' }),
    part: [{ status: 529 }, { status: 503 }, 'well again'],
  },
  malformed: { step: agent('malformed', { provider: 'chat' }), part: { malformed: true } },
  cut: {
    step: agent('cut', { provider: 'chat' }),
    part: [{ text: 'x'.repeat(999), cut: true }, 'whole'],
  },
  hangs: { step: agent('hangs', { timeout: '2s' }), part: { hang: true }, timed: true },
  stalls: {
    step: agent('stalls', { timeout: '2s', provider: 'messages' }),
    part: { text: 'x'.repeat(999), stall: true },
    timed: true,
  },
  lateInParallel: {
    step: {
      kind: 'parallel',
      timeout: '2500ms',
      agents: [agent('lateInParallel'), agent('quick')],
    },
    part: { hang: true },
    timed: true,
  },
  lateInPipeline: {
    step: { kind: 'pipeline', stepTimeout: '2500ms', steps: [agent('lateInPipeline')] },
    part: { hang: true },
    timed: true,
  },
} satisfies Record<string, FailureCase>;
