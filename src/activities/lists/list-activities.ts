import { Context } from '@temporalio/activity';
import { startHeartbeats } from '../heartbeat.ts';
import type { Store } from '../store/open-store.ts';
import { type ListActivities, listWork } from './list-work.ts';

export function createListActivities({ store }: { store: Store }): ListActivities {
  const work = listWork(store);
  return {
    ...work,
    storeList: (input) => whileBeating(() => work.storeList(input)),
    copyList: (input) => whileBeating(() => work.copyList(input)),
    gatherAnswers: (input) => whileBeating(() => work.gatherAnswers(input)),
  };
}

/** A long list takes a while: meanwhile its worker tells that it lives. */
async function whileBeating<T>(work: () => Promise<T>): Promise<T> {
  const stop = startHeartbeats(Context.current());
  try {
    return await work();
  } finally {
    stop();
  }
}
