import { fingerprint } from '../../../src/simulated-model/fingerprint.ts';
import type { RecordedRequest } from '../../../src/testing/index.ts';

/** What a model server was asked, where every call of the work asks something else. */
export interface Repeats {
  calls: number;
  /** Different ones: what the work needed. */
  needed: number;
  /** Calls that came again after an answer had been sent. */
  answeredAgain: number;
}

export function countRepeats(requests: readonly RecordedRequest[]): Repeats {
  const groups = new Map<string, RecordedRequest[]>();
  for (const request of requests) {
    const print = fingerprint(request);
    groups.set(print, [...(groups.get(print) ?? []), request]);
  }
  const again = [...groups.values()].map(afterAnswer);
  return {
    calls: requests.length,
    needed: groups.size,
    answeredAgain: again.reduce((sum, each) => sum + each, 0),
  };
}

function afterAnswer(same: readonly RecordedRequest[]): number {
  const answered = same.find(({ endedBy }) => endedBy === 'reply')?.endedAt ?? Infinity;
  return same.filter(({ at }) => at > answered).length;
}
