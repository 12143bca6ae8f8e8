/** Who calls, by the token. `null`: everything. */
export interface Caller {
  /** Whose runs, threads and facts are all that is seen. */
  user: string | null;
  /** Names of the teams that may be started. */
  teams: readonly string[] | null;
}

/** Who calls where no token is needed, or with one for everything. */
export const everything: Caller = { user: null, teams: null };
