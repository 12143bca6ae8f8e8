import { versionIn } from './prompts.ts';
import type { GivenVerdict } from './verdict.ts';

/** What the simulated model finds about a version: the first can be improved, the second is good enough. */
export function simulatedVerdict(prompt: string): GivenVerdict {
  const version = versionIn(prompt);
  if (version < 2)
    return {
      feedback: 'Simulated verdict: say more about what matters most, and why.',
      score: 0.5,
      passed: false,
    };
  return { feedback: `Simulated verdict: version ${version} will do.`, score: 0.9, passed: true };
}
