import { carryOut, type Contender, type Done, type Job } from './contender.ts';

/** What a contender's process says to the one that started it. */
export type Said =
  | { ready: true }
  | { refused: string }
  | { done: Done }
  | { value: unknown }
  | { failed: string };

/** What it is told: a job, something else that this contender can do, or to end. */
export type Told = { job: Job } | { ask: string; about: unknown } | { close: true };

/** A contender that can do more than runs. */
export interface Skilled extends Contender {
  skills?: Record<string, (about: never) => Promise<unknown>>;
}

/** Serves as the contender that `open` makes of the settings; ends with the process that started this. */
export async function serve(
  open: (settings: never) => Promise<Skilled | { refused: string }>,
): Promise<void> {
  process.once('disconnect', () => process.exit(1));
  const opened = await open(JSON.parse(process.env['BENCH_SETTINGS'] ?? '{}') as never);
  if ('refused' in opened) return say(opened);
  process.on('message', (told: Told) => void answer(opened, told));
  say({ ready: true });
}

async function answer(contender: Skilled, told: Told): Promise<void> {
  try {
    if ('job' in told) return say({ done: await carryOut(contender, told.job) });
    if ('ask' in told) {
      const value = await contender.skills?.[told.ask]?.(told.about as never);
      return say({ value: value ?? null });
    }
    await contender.close();
    process.exit(0);
  } catch (error) {
    say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function say(said: Said): void {
  process.send?.(said);
}
