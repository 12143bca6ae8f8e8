import type { ToldEvent } from '../../core/events.ts';
import type { Store } from '../store/open-store.ts';
import { Lookout } from './lookout.ts';
import { RunFollower } from './run-follower.ts';

/** The source of a run's events for who has the store itself. */
export function eventsInStore(store: () => Promise<Store>) {
  const lookout = new Lookout();
  return (run: string, after: string) => {
    let opened: Promise<RunFollower> | undefined;
    const open = async () => await RunFollower.open((await store()).events, run, after);
    const follower = () => (opened ??= open());
    return {
      next: async (waitMs: number, signal: AbortSignal) =>
        await lookout.next(await follower(), { waitMs, signal }),
      async end(event: ToldEvent) {
        await (await store()).events.log.write(run, [event]);
        return await (await follower()).read();
      },
    };
  };
}
