/** What a run is started with, besides its spec and its input. */
export interface RunOptions {
  /** Workflow id of the run, 1 to 200 characters. Default: the step's name and a random part. */
  id?: string;
  /** Background that every agent of the run sees. Default none. */
  context?: string;
  /** Whose user context the agents share. Default nobody's. */
  user?: string;
  /** The thread that the run's agent continues. Several agents each name their own in the spec. */
  thread?: string;
  /** For agents that name no provider. Default: by the environment. */
  provider?: string;
  /** For agents that name neither provider nor model. Default: the provider's. */
  model?: string;
}

const names: Record<keyof RunOptions, true> = {
  id: true,
  context: true,
  user: true,
  thread: true,
  provider: true,
  model: true,
};

/** Parts what a run is started with from whatever else stands beside it; without what is undefined. */
export function splitRunOptions<T extends RunOptions>(
  all: T,
): { run: RunOptions; rest: Omit<T, keyof RunOptions> } {
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return {
    run: Object.fromEntries(given.filter(isOfRun)),
    rest: Object.fromEntries(given.filter((each) => !isOfRun(each))) as Omit<T, keyof RunOptions>,
  };
}

function isOfRun([name]: [string, unknown]): boolean {
  return Object.hasOwn(names, name);
}
